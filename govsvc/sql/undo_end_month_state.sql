-- Undoing a write: what it put in force ends; result: count.
UPDATE month_state SET until_version = $version
WHERE until_version = 9223372036854775807 AND since_version = $undone
