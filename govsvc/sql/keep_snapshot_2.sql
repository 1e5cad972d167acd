-- Schema 2 to 3: the old table makes room; no result.
ALTER TABLE snapshot RENAME TO snapshot_2
