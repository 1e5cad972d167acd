-- A row is one row of $kind in a month from $since to $until, also of a village that the ledger lacks, that has one of the $names or one of the $codes: what tells it apart, its status, and whether $indicator counts it.
WITH wanted AS (SELECT unnest($codes::VARCHAR[]) AS code),
named AS (SELECT unnest($names::VARCHAR[]) AS name)
SELECT r.month, r.unit, r.key, r.name, c.status, r.is_listed AND map_contains(c.met, $indicator) AS is_counted, CASE c.key_field WHEN 'business_code' THEN r.key ELSE r.attributes['business_code'] END AS business_code,
    CASE c.key_field WHEN 'implementation_code' THEN r.key ELSE r.attributes['implementation_code'] END AS implementation_code,
    CASE c.key_field WHEN 'item_code' THEN r.key ELSE r.attributes['item_code'] END AS item_code,
    CASE c.key_field WHEN 'basic_code' THEN r.key ELSE r.attributes['basic_code'] END AS basic_code
FROM entry_row AS r JOIN combination AS c USING (combination_id)
WHERE r.since_version <= $as_of AND r.until_version > $as_of AND r.kind = $kind AND r.month >= $since AND r.month <= $until
    AND (r.name IN (SELECT name FROM named) OR r.key IN (SELECT code FROM wanted) OR r.attributes['business_code'] IN (SELECT code FROM wanted)
        OR r.attributes['implementation_code'] IN (SELECT code FROM wanted) OR r.attributes['item_code'] IN (SELECT code FROM wanted))
ORDER BY r.month, r.unit, r.key
