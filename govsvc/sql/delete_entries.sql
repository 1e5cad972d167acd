-- Removes, for one kind and month, the rows of $status of the units in $units; result: count.
DELETE FROM entry WHERE kind = $kind AND month = $month AND status = $status AND list_contains($units, unit)
