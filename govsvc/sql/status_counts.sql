-- A row is one status of one kind in one month with its number of rows.
SELECT kind, month, status, count(*) AS row_count FROM entry WHERE since_version <= $as_of AND until_version > $as_of GROUP BY kind, month, status ORDER BY month, kind, status
