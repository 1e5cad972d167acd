-- Removes, for one kind and month, the rows of $status of the units in $units; result: count.
DELETE FROM entry_row WHERE kind = $kind AND month = $month AND list_contains($units, unit)
    AND combination_id IN (SELECT combination_id FROM combination WHERE kind = $kind AND month = $month AND status = $status)
