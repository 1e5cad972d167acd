-- Schema 1 to 2: the table fact makes room for the view of that name; no result.
ALTER TABLE fact RENAME TO fact_1
