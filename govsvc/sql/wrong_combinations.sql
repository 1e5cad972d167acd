-- A row is one kind and month with its number of rows that name no combination, or one of another kind or month, or one that is there twice.
SELECT r.kind, r.month, count(*) AS row_count FROM entry_row AS r
LEFT JOIN (SELECT combination_id, max(kind) AS kind, max(month) AS month, count(*) AS times FROM combination GROUP BY combination_id) AS c USING (combination_id)
WHERE c.combination_id IS NULL OR c.times > 1 OR c.kind <> r.kind OR c.month <> r.month GROUP BY r.kind, r.month ORDER BY r.kind, r.month
