-- Ends what units handed in for one kind and month; result: count.
UPDATE submission SET until_version = $version
WHERE until_version = 9223372036854775807 AND kind = $kind AND month = $month AND unit = ANY($units::VARCHAR[])
