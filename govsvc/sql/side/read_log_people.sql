-- One row: one who is in the log.
SELECT DISTINCT who
FROM log_entry
WHERE who <> ''
ORDER BY who
