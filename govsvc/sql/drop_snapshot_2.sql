-- Schema 2 to 3: the rows are in their new table; no result.
DROP TABLE snapshot_2
