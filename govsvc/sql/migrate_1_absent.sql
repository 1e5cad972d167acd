-- Schema 1 to 2: the villages that the ledger lacked; result: count.
INSERT INTO entry_row
SELECT 0, f.kind, f.month, f.unit, f.key, f.name, f.attributes, '', '', 0, true, c.combination_id
FROM fact_1 AS f JOIN combination AS c ON c.kind = f.kind AND c.month = f.month AND c.status = 'absent'
WHERE NOT EXISTS (SELECT 1 FROM entry_1 AS e WHERE e.kind = f.kind AND e.month = f.month AND e.key = f.key)
