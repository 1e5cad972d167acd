-- A row is one fact of $kind in one month that $indicator counts, with whether it is met and the write that put it in force and that ended it.
SELECT kind, month, unit, key, name, attributes, flags, told, (met ->> $indicator)::BOOLEAN, since_version, until_version FROM fact
WHERE since_version <= $as_of AND until_version > $as_of AND kind = $kind AND month = $month AND met ? $indicator ORDER BY unit, key
