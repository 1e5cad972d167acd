-- Ends the earlier rows of one kind and month that have such a copy; result: count.
UPDATE entry_row SET until_version = $version
WHERE until_version = 9223372036854775807 AND since_version < $version AND kind = $kind AND month = $month AND is_listed = (key = ANY($unlisted::VARCHAR[]))
