-- A row is one fact on one list in one month with its codes alone, over some data versions.
SELECT since_version, until_version, kind, month, unit, key, name, attributes['business_code'] AS business_code,
    attributes['implementation_code'] AS implementation_code, attributes['item_code'] AS item_code, attributes['basic_code'] AS basic_code
FROM fact WHERE list_contains(lists, $list_key) ORDER BY month, unit, key
