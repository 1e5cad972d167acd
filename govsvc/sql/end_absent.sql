-- Ends, for one month, the villages that the ledger lacked, but those whose keys are $staying; result: count.
UPDATE entry_row SET until_version = $version WHERE until_version = 9223372036854775807 AND kind = $kind AND month = $month AND NOT (key = ANY($staying::VARCHAR[]))
    AND combination_id IN (SELECT combination_id FROM combination WHERE kind = $kind AND month = $month AND status = 'absent')
