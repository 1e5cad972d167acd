-- One row: the month of the village list in force in $month (the latest not after it), or NULL.
SELECT max(month) FROM entry WHERE since_version <= $as_of AND until_version > $as_of AND kind = 'villages' AND month <= $month
