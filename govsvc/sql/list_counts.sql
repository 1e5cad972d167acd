-- A row is one list, unit and month with its number of rows.
SELECT list_key, month, unit, count(*) AS row_count
FROM (SELECT unnest(lists) AS list_key, month, unit FROM fact WHERE since_version <= $as_of AND until_version > $as_of) GROUP BY list_key, month, unit ORDER BY month, list_key, unit
