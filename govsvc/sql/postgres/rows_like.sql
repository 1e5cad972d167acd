-- A row is one stored row of $kind in a month from $since to $until that has one of the $names or one of the $codes, in the order of its sheet.
WITH wanted AS (SELECT unnest($codes::VARCHAR[]) AS code),
named AS (SELECT unnest($names::VARCHAR[]) AS name),
found AS (
    SELECT rowid, batch_id, kind, month, unit, key, name, attributes, file, sheet, row_number, combination_id FROM entry_row
    WHERE since_version <= $as_of AND until_version > $as_of AND kind = $kind AND month >= $since AND month <= $until
        AND (name IN (SELECT name FROM named) OR key IN (SELECT code FROM wanted) OR attributes ->> 'business_code' IN (SELECT code FROM wanted)
            OR attributes ->> 'implementation_code' IN (SELECT code FROM wanted) OR attributes ->> 'item_code' IN (SELECT code FROM wanted)))
SELECT r.kind, r.month, r.unit, r.key, r.name,
    r.attributes || c.attributes || CASE WHEN c.key_field = '' THEN '{}' ELSE jsonb_build_object(c.key_field, r.key) END AS attributes,
    c.flags, c.status, r.file, r.sheet, r.row_number
FROM found AS r JOIN combination AS c USING (combination_id) ORDER BY r.batch_id, r.file, r.sheet, r.row_number, r.rowid
