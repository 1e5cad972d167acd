-- Ends the version of the rules that holds from a month; result: count.
UPDATE rule_version SET until_version = $version WHERE until_version = 9223372036854775807 AND from_month = $month
