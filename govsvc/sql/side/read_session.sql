-- One row: whose session that is and when it was last noted to be in use; none where it has ended.
SELECT account, seen
FROM session
WHERE digest = $digest AND begun > $begun
