-- Ends, for one kind and month, the rows of $status of the units in $units; result: count.
UPDATE entry_row SET until_version = $version WHERE until_version = 9223372036854775807 AND kind = $kind AND month = $month AND unit = ANY($units::VARCHAR[])
    AND combination_id IN (SELECT combination_id FROM combination WHERE kind = $kind AND month = $month AND status = $status)
