-- A row is one fact on one list in one month from $since to $until, with its codes alone.
SELECT kind, month, unit, key, name, attributes['business_code'] AS business_code, attributes['implementation_code'] AS implementation_code,
    attributes['item_code'] AS item_code, attributes['basic_code'] AS basic_code
FROM fact WHERE since_version <= $as_of AND until_version > $as_of AND list_contains(lists, $list_key) AND month >= $since AND month <= $until
ORDER BY month, unit, key
