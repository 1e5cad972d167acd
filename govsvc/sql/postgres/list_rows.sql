-- A row is one fact on one list in one month.
SELECT kind, month, unit, key, name, attributes, flags, told FROM fact
WHERE since_version <= $as_of AND until_version > $as_of AND $list_key = ANY(lists) AND month >= $since AND month <= $until ORDER BY month, unit, key
