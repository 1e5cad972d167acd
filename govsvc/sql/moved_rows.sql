-- A row is one fact of $kind in one month that $indicator counts, with whether it is met, and that month $base does not hold under the same unit and key, counted and met alike.
WITH counted AS (
    SELECT kind, month, unit, key, name, attributes, flags, told, met, since_version, until_version FROM fact
    WHERE since_version <= $as_of AND until_version > $as_of AND kind = $kind AND month IN ($month, $base) AND map_contains(met, $indicator)
)
SELECT kind, month, unit, key, name, attributes, flags, told, met[$indicator], since_version, until_version FROM counted AS here
WHERE month = $month AND NOT EXISTS (
    SELECT 1 FROM counted AS there
    WHERE there.month = $base AND there.unit = here.unit AND there.key = here.key AND there.met[$indicator] = here.met[$indicator]
)
ORDER BY unit, key
