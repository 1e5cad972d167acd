-- A row is one stored row with its status and flags, in force from since_version until before until_version. A village that the ledger lacks is no stored row.
CREATE OR REPLACE VIEW entry AS
SELECT r.batch_id, r.kind, r.month, r.unit, r.key, r.name,
    r.attributes || c.attributes || CASE WHEN c.key_field = '' THEN '{}' ELSE jsonb_build_object(c.key_field, r.key) END AS attributes,
    c.flags, c.status, r.file, r.sheet, r.row_number, r.since_version, r.until_version
FROM entry_row AS r JOIN combination AS c USING (combination_id) WHERE c.status <> 'absent'
