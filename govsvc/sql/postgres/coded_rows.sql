-- A row is one stored row of $kind in one month whose key is one of $keys: what tells it apart, and its status.
SELECT unit, key, name, status, attributes ->> 'business_code' AS business_code, attributes ->> 'implementation_code' AS implementation_code,
    attributes ->> 'item_code' AS item_code, attributes ->> 'basic_code' AS basic_code
FROM entry WHERE since_version <= $as_of AND until_version > $as_of AND kind = $kind AND month = $month AND key = ANY($keys::VARCHAR[])
