-- One row: the hash of the entry of that number.
SELECT hash
FROM log_entry
WHERE number = $number
