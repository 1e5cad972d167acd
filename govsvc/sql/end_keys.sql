-- Ends, for one kind and month, the rows whose key is one of $keys, whatever unit has them, and those with an error whose key is one of $faulty; result: count.
UPDATE entry_row SET until_version = $version WHERE until_version = 9223372036854775807 AND kind = $kind AND month = $month
    AND (key = ANY($keys::VARCHAR[]) OR (key = ANY($faulty::VARCHAR[]) AND combination_id IN (
        SELECT combination_id FROM combination WHERE kind = $kind AND month = $month AND status = 'left_out')))
