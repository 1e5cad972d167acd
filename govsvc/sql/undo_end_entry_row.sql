-- Undoing a write: what it put in force ends (a row that only went on in it, counted otherwise, goes on); result: count.
UPDATE entry_row SET until_version = $version
WHERE until_version = 9223372036854775807 AND (batch_id IN (SELECT batch_id FROM batch WHERE version = $undone) OR (since_version = $undone AND NOT EXISTS (
    SELECT 1 FROM entry_row AS o WHERE o.batch_id = entry_row.batch_id AND o.kind = entry_row.kind AND o.month = entry_row.month AND o.key = entry_row.key
        AND o.file = entry_row.file AND o.sheet = entry_row.sheet AND o.row_number = entry_row.row_number AND o.until_version = entry_row.since_version)))
