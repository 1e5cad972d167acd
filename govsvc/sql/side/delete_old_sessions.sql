-- Drops the sessions that have ended.
DELETE FROM session
WHERE begun <= $begun OR seen <= $seen
