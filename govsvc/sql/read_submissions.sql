-- A row is what one unit handed in for one kind in one month, with who stored it and when, and its file.
SELECT s.kind, s.unit, s.state, s.note, o.who, o.done_at, (SELECT min(f.file) FROM batch_file AS f WHERE f.batch_id = s.batch_id) AS file
FROM submission AS s LEFT JOIN operation AS o ON o.version = coalesce((SELECT b.version FROM batch AS b WHERE b.batch_id = s.batch_id), s.since_version)
WHERE s.since_version <= $as_of AND s.until_version > $as_of AND s.month = $month ORDER BY s.kind, s.unit
