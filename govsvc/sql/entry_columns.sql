-- A row is one stored row of $kind in one month, in the order of its sheet: what it has alone, and the number of its combination.
SELECT r.combination_id, r.kind, r.month, r.unit, r.key, r.name, r.attributes, r.file, r.sheet, r.row_number AS "row"
FROM entry_row AS r JOIN combination AS c USING (combination_id)
WHERE c.status <> 'absent' AND r.since_version <= $as_of AND r.until_version > $as_of AND r.kind = $kind AND r.month = $month
ORDER BY r.batch_id, r.file, r.sheet, r.row_number, r.rowid
