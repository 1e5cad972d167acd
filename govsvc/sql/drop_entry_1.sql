-- Schema 1 to 2: the old rows are in their new tables; no result.
DROP TABLE entry_1
