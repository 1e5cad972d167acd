-- A row is one later write that ended what the write $undone had put in force (a row that only went on, counted otherwise, neither began nor ended there; a target of a sheet that was set on its page since stays so).
SELECT DISTINCT until_version FROM (
    SELECT until_version, CASE WHEN EXISTS (
        SELECT 1 FROM entry_row AS o WHERE o.batch_id = r.batch_id AND o.kind = r.kind AND o.month = r.month AND o.key = r.key
            AND o.file = r.file AND o.sheet = r.sheet AND o.row_number = r.row_number AND o.until_version = r.since_version) THEN NULL ELSE since_version
        END AS since_version, batch_id FROM entry_row AS r
    WHERE batch_id <> 0 AND until_version < 9223372036854775807 AND NOT EXISTS (
        SELECT 1 FROM entry_row AS n WHERE n.batch_id = r.batch_id AND n.kind = r.kind AND n.month = r.month AND n.key = r.key
            AND n.file = r.file AND n.sheet = r.sheet AND n.row_number = r.row_number AND n.since_version = r.until_version)
    UNION ALL SELECT until_version, since_version, batch_id FROM submission
    UNION ALL SELECT until_version, since_version, batch_id FROM snapshot WHERE source = 'bulletin'
    UNION ALL SELECT until_version, since_version, batch_id FROM target
        WHERE batch_id NOT IN (SELECT batch_id FROM batch_file) OR until_version NOT IN (SELECT version FROM operation WHERE what IN ('setting', 'target'))) AS ended
WHERE until_version < 9223372036854775807 AND until_version > $undone
    AND (since_version = $undone OR batch_id IN (SELECT batch_id FROM batch WHERE version = $undone)) ORDER BY until_version
