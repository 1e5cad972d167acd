-- A row is one row of $kind in one month in force, with its place in the table: what it has alone, and the number of its combination.
SELECT rowid, combination_id, kind, month, unit, key, name, attributes, file, sheet, row_number AS "row"
FROM entry_row
WHERE until_version = 9223372036854775807 AND kind = $kind AND month = $month ORDER BY rowid
