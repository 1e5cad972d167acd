-- One row: how often an account or an address failed, and when last.
SELECT count, at
FROM failure
WHERE place = $key
