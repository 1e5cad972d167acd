-- Undoing a write: what it ended is in force again (a row that only went on in it, counted otherwise, is); result: count.
INSERT INTO entry_row (
    batch_id, kind, month, unit, key, name, attributes, file, sheet, row_number, is_listed, combination_id, since_version, until_version)
SELECT batch_id, kind, month, unit, key, name, attributes, file, sheet, row_number, is_listed, combination_id, $version, 9223372036854775807
FROM entry_row AS r
WHERE until_version = $undone AND since_version < $undone AND NOT EXISTS (
    SELECT 1 FROM entry_row AS n WHERE n.batch_id = r.batch_id AND n.kind = r.kind AND n.month = r.month AND n.key = r.key
        AND n.file = r.file AND n.sheet = r.sheet AND n.row_number = r.row_number AND n.since_version = r.until_version)
