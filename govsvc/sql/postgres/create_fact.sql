-- A row is one row of a month as counted, with the villages that the ledger lacks: met maps each indicator that counts it to yes or no, lists names the problem lists it is on, told is what partial sheets say over its flags. In force from since_version until before until_version.
CREATE OR REPLACE VIEW fact AS
SELECT r.kind, r.month, r.unit, r.key, r.name,
    r.attributes || c.attributes || CASE WHEN c.key_field = '' THEN '{}' ELSE jsonb_build_object(c.key_field, r.key) END AS attributes,
    c.met, c.lists, c.flags, c.told, r.since_version, r.until_version
FROM entry_row AS r JOIN combination AS c USING (combination_id) WHERE r.is_listed
