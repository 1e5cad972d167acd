-- A row is one stored row of $kind in one month, in the order of its sheet.
SELECT kind, month, unit, key, name, attributes, flags, status, file, sheet, row_number
FROM entry WHERE since_version <= $as_of AND until_version > $as_of AND kind = $kind AND month = $month ORDER BY batch_id, file, sheet, row_number
