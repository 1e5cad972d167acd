-- One row: one entry, the first first.
SELECT number, at, who, source, what, about, before, after, previous, hash
FROM log_entry
ORDER BY number
