-- Empties the table; result: count.
DELETE FROM paper_version
