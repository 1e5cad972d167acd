-- A row is one status of one kind in one month from $since to $until with its number of rows.
SELECT kind, month, status, count(*) AS row_count FROM entry
WHERE since_version <= $as_of AND until_version > $as_of AND month >= $since AND month <= $until GROUP BY kind, month, status ORDER BY month, kind, status
