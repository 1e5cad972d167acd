-- A row is one key of one kind and month that more than one counted row has, and the units of these rows.
SELECT r.key, count(*) AS row_count, array_agg(DISTINCT r.unit ORDER BY r.unit) AS units FROM entry_row AS r JOIN combination AS c USING (combination_id)
WHERE r.until_version = 9223372036854775807 AND r.kind = $kind AND r.month = $month AND c.status = 'counted' GROUP BY r.key HAVING count(*) > 1 ORDER BY r.key
