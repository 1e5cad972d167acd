-- Removes, for one kind and month, the rows of the units in $units and rows without a unit; all units where $is_whole. Result: count.
DELETE FROM entry WHERE kind = $kind AND month = $month AND ($is_whole OR unit = '' OR list_contains($units, unit))
