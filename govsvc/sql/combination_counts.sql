-- A row is one combination of $kind in one month with its number of listed rows, and of all its rows.
SELECT c.combination_id, c.status, c.level, c.flags, count(r.combination_id) FILTER (WHERE r.is_listed) AS listed_count, count(r.combination_id) AS row_count
FROM combination AS c LEFT JOIN entry_row AS r USING (combination_id)
WHERE c.kind = $kind AND c.month = $month GROUP BY c.combination_id, c.status, c.level, c.flags ORDER BY c.combination_id
