-- Removes, for one kind and month, the rows of the units in $units, rows without a unit, and rows with an error of the units in
-- $faulty_units; all units where $is_whole. Result: count.
DELETE FROM entry WHERE kind = $kind AND month = $month AND (
    $is_whole OR unit = '' OR list_contains($units, unit) OR (status = 'left_out' AND list_contains($faulty_units, unit)))
