-- A row is one fact of $kind in one month that $indicator counts.
SELECT unit, key, name, attributes FROM fact
WHERE since_version <= $as_of AND until_version > $as_of AND kind = $kind AND month = $month AND map_contains(met, $indicator) ORDER BY unit, key
