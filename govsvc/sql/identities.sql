-- A row is one row of $kind in one month, also of a village that the ledger lacks: what tells it apart, its status, and whether $indicator counts it.
SELECT r.unit, r.key, r.name, c.status, r.is_listed AND map_contains(c.met, $indicator) AS is_counted, CASE c.key_field WHEN 'business_code' THEN r.key ELSE r.attributes['business_code'] END AS business_code,
    CASE c.key_field WHEN 'implementation_code' THEN r.key ELSE r.attributes['implementation_code'] END AS implementation_code,
    CASE c.key_field WHEN 'item_code' THEN r.key ELSE r.attributes['item_code'] END AS item_code,
    CASE c.key_field WHEN 'basic_code' THEN r.key ELSE r.attributes['basic_code'] END AS basic_code
FROM entry_row AS r JOIN combination AS c USING (combination_id)
WHERE r.since_version <= $as_of AND r.until_version > $as_of AND r.kind = $kind AND r.month = $month ORDER BY r.unit, r.key
