-- Forgets what is long ago.
DELETE FROM failure
WHERE at < $before
