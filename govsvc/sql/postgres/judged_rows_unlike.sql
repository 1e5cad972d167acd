-- A row is one fact of $kind in one month that $indicator counts and that was not there so, met or not, under its unit, key and name at data version $other; with the write that put it in force and that ended it.
SELECT kind, month, unit, key, name, attributes, flags, told, (met ->> $indicator)::BOOLEAN, since_version, until_version FROM fact AS f
WHERE since_version <= $as_of AND until_version > $as_of AND kind = $kind AND month = $month AND met ? $indicator AND NOT EXISTS (
    SELECT 1 FROM fact AS o WHERE o.since_version <= $other AND o.until_version > $other AND o.kind = $kind AND o.month = $month
    AND o.unit = f.unit AND o.key = f.key AND o.name = f.name AND (o.met ->> $indicator) = (f.met ->> $indicator))
ORDER BY unit, key
