-- A row is one row of $kind in one month in force that has one of the combinations in $numbers: its place in the table and its combination.
SELECT rowid, combination_id FROM entry_row
WHERE until_version = 9223372036854775807 AND kind = $kind AND month = $month AND combination_id = ANY($numbers::BIGINT[]) ORDER BY rowid
