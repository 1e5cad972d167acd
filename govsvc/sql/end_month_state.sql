-- Ends the state that a month has; result: count.
UPDATE month_state SET until_version = $version WHERE until_version = 9223372036854775807 AND month = $month
