-- A row is one stored row without a unit of one kind and month: its key and status, and the units of the rows that came with it in one file of one import.
SELECT r.key, r.status, ARRAY(SELECT DISTINCT o.unit FROM entry AS o
    WHERE o.since_version <= $as_of AND o.until_version > $as_of AND o.kind = $kind AND o.month = $month
        AND o.batch_id = r.batch_id AND o.file = r.file AND o.unit <> '' ORDER BY o.unit) AS units
FROM entry AS r WHERE r.since_version <= $as_of AND r.until_version > $as_of AND r.kind = $kind AND r.month = $month AND r.unit = ''
