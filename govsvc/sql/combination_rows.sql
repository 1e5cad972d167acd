-- A row is one row of $kind in one month that has one of the combinations in $numbers: unit, key, name.
SELECT unit, key, name FROM entry_row
WHERE is_listed AND since_version <= $as_of AND until_version > $as_of AND kind = $kind AND month = $month AND combination_id = ANY($numbers::BIGINT[])
ORDER BY unit, key, name
