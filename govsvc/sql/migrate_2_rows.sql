-- Schema 2 to 3: the stored rows, each in force since the write that brought it; result: count.
INSERT INTO entry_row
SELECT r.batch_id, r.kind, r.month, r.unit, r.key, r.name,
    map_from_entries(list_filter(map_entries(r.attributes), lambda pair: pair.key NOT IN ('item_type', 'level'))),
    r.file, r.sheet, r.row_number, r.is_listed, n.combination_id, coalesce(b.version, 0), 9223372036854775807
FROM entry_row_2 AS r JOIN combination_2 AS c USING (combination_id)
JOIN combination AS n ON n.kind = c.kind AND n.month = c.month AND n.status = c.status AND n.flags = c.flags
    AND n.attributes['level'] IS NOT DISTINCT FROM c.level AND n.attributes['item_type'] IS NOT DISTINCT FROM r.attributes['item_type']
LEFT JOIN batch AS b USING (batch_id)
