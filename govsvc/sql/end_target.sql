-- Ends one target; result: count.
UPDATE target SET until_version = $version
WHERE until_version = 9223372036854775807 AND year = $year AND until IS NOT DISTINCT FROM $until AND indicator = $indicator
