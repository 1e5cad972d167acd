-- A row is one unit and one combination of $kind in one month, with their number of rows that count where the village list says so.
SELECT unit, combination_id, count(*) AS row_count FROM entry_row
WHERE is_listed AND since_version <= $as_of AND until_version > $as_of AND kind = $kind AND month = $month
GROUP BY unit, combination_id ORDER BY unit, combination_id
