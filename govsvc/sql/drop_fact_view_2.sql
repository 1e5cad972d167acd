-- Schema 2 to 3: the view is made anew; no result.
DROP VIEW IF EXISTS fact
