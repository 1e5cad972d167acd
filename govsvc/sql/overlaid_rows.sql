-- A row is one row of $kind in one month in force, with its place in the table and its combination.
SELECT r.rowid, r.combination_id, r.kind, r.month, r.unit, r.key, r.name,
    map_concat(r.attributes, c.attributes, CASE WHEN c.key_field = '' THEN MAP([]::VARCHAR[], []::VARCHAR[]) ELSE MAP([c.key_field], [r.key]) END),
    c.flags, c.status, r.file, r.sheet, r.row_number
FROM entry_row AS r JOIN combination AS c USING (combination_id)
WHERE r.until_version = 9223372036854775807 AND r.kind = $kind AND r.month = $month ORDER BY r.rowid
