-- Removes, for one month, the villages that the ledger lacked; result: count.
DELETE FROM entry_row WHERE kind = $kind AND month = $month
    AND combination_id IN (SELECT combination_id FROM combination WHERE kind = $kind AND month = $month AND status = 'absent')
