-- Schema 2 to 3: combinations also tell the type of their rows apart; result: count.
INSERT INTO combination
SELECT row_number() OVER (), kind, month, status,
    map_from_entries(list_filter([{'key': 'item_type', 'value': item_type}, {'key': 'level', 'value': level}], lambda pair: pair.value IS NOT NULL)),
    '', flags, met, lists, MAP {}
FROM (SELECT DISTINCT c.kind, c.month, c.status, c.level, c.flags, c.met, c.lists, r.attributes['item_type'] AS item_type
      FROM combination_2 AS c JOIN entry_row_2 AS r USING (combination_id))
