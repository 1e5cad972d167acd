-- Schema 1 to 2: one combination a month for the villages that the ledger lacked; result: count.
INSERT INTO combination
SELECT (SELECT coalesce(max(combination_id), 0) FROM combination) + row_number() OVER (), f.kind, f.month, 'absent', NULL, MAP {},
    any_value(f.met), any_value(f.lists)
FROM fact_1 AS f ANTI JOIN entry_1 AS e ON e.kind = f.kind AND e.month = f.month AND e.key = f.key GROUP BY f.kind, f.month
