-- A row is one month from $since on that has rows of $kind.
SELECT DISTINCT month FROM entry WHERE since_version <= $as_of AND until_version > $as_of AND kind = $kind AND month >= $since ORDER BY month
