-- A row is one stored row with its status and flags. A village that the ledger lacks is no stored row.
CREATE VIEW IF NOT EXISTS entry AS
SELECT r.batch_id, r.kind, r.month, r.unit, r.key, r.name, r.attributes, c.flags, c.status, r.file, r.sheet, r.row_number
FROM entry_row AS r JOIN combination AS c USING (combination_id) WHERE c.status <> 'absent'
