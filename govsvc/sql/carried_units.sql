-- A row is one unit of a kind and month all of whose rows are carried over from the month before (their batch brought none of its own).
SELECT r.unit FROM entry_row AS r JOIN batch AS b USING (batch_id)
WHERE r.since_version <= $as_of AND r.until_version > $as_of AND r.kind = $kind AND r.month = $month
GROUP BY r.unit HAVING bool_and(b.row_count = 0) ORDER BY r.unit
