-- One row: the number of the first entry, null where there is none.
SELECT min(number)
FROM log_entry
