-- The row is the number of the last letter, and the last serial of that kind and year, 0 where there is none.
SELECT coalesce(max(letter_number), 0) AS letter_number, coalesce(max(serial) FILTER (WHERE kind = $kind AND year = $year), 0) AS serial
FROM rectification_letter
