-- A row is one row of a month as counted, with the villages that the ledger lacks: met maps each indicator that counts it to yes or no, lists names the problem lists it is on.
CREATE VIEW IF NOT EXISTS fact AS
SELECT r.kind, r.month, r.unit, r.key, r.name, r.attributes, c.met, c.lists
FROM entry_row AS r JOIN combination AS c USING (combination_id) WHERE r.is_listed
