-- Removes the facts of one kind and month; result: count.
DELETE FROM fact WHERE kind = $kind AND month = $month
