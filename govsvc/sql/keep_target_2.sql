-- Schema 2 to 3: the old table makes room; no result.
ALTER TABLE target RENAME TO target_2
