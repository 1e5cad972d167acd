-- A row is one month from $since on that has rows of $kind.
SELECT DISTINCT month FROM entry WHERE kind = $kind AND month >= $since ORDER BY month
