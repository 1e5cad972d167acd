-- Schema 1 to 2: the table entry makes room for the view of that name; no result.
ALTER TABLE entry RENAME TO entry_1
