-- A row is one unit and status that stored rows of one kind and month have.
SELECT DISTINCT unit, status FROM entry WHERE since_version <= $as_of AND until_version > $as_of AND kind = $kind AND month = $month ORDER BY unit, status
