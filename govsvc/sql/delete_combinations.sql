-- Removes the combinations of one kind and month; result: count.
DELETE FROM combination WHERE kind = $kind AND month = $month
