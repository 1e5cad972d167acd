-- Schema 2 to 3: the old table makes room; no result.
ALTER TABLE entry_row RENAME TO entry_row_2
