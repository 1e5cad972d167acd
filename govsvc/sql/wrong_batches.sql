-- A row is one kind and month with its number of rows that name no batch, or one of another kind or month; batch 0 is the program's own.
SELECT r.kind, r.month, count(*) AS row_count FROM entry_row AS r LEFT JOIN batch AS b USING (batch_id)
WHERE r.batch_id <> 0 AND (b.batch_id IS NULL OR b.kind <> r.kind OR b.month <> r.month) GROUP BY r.kind, r.month ORDER BY r.kind, r.month
