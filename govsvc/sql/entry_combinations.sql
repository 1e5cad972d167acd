-- A row is what rows of $kind in one month have in common, as they were read.
SELECT combination_id, status, attributes, key_field, flags FROM combination WHERE kind = $kind AND month = $month
