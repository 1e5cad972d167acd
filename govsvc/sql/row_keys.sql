-- A row is the unit, key and status of one stored row of $kind in one month.
SELECT unit, key, status FROM entry WHERE since_version <= $as_of AND until_version > $as_of AND kind = $kind AND month = $month
