-- One row: the last entry.
SELECT number, at, who, source, what, about, before, after, previous, hash
FROM log_entry
ORDER BY number DESC
LIMIT 1
