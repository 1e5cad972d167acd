-- A row is the key of one village that the ledger of one month lacks.
SELECT r.key FROM entry_row AS r JOIN combination AS c USING (combination_id)
WHERE r.until_version = 9223372036854775807 AND r.kind = $kind AND r.month = $month AND c.status = 'absent'
