-- A row is one unit of a kind and month with its number of rows.
SELECT unit, count(*) AS row_count FROM entry WHERE since_version <= $as_of AND until_version > $as_of AND kind = $kind AND month = $month AND unit <> '' GROUP BY unit ORDER BY unit
