-- Removes one target; result: count.
DELETE FROM target WHERE year = $year AND until IS NOT DISTINCT FROM $until AND indicator = $indicator
