-- Ends, for one kind and month, the counted rows whose key is one of $keys; result: count.
UPDATE entry_row SET until_version = $version WHERE until_version = 9223372036854775807 AND kind = $kind AND month = $month
    AND key = ANY($keys::VARCHAR[])
    AND combination_id IN (SELECT combination_id FROM combination WHERE kind = $kind AND month = $month AND status = 'counted')
