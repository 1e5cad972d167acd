-- One row: one account that is signed in, and in how many places.
SELECT account, COUNT(*)
FROM session
WHERE begun > $begun AND seen > $seen
GROUP BY account
