-- Writes a copy, from this write on, of the earlier rows of one kind and month whose place on the village list changed (keys not on it in $unlisted); result: count.
INSERT INTO entry_row (
    batch_id, kind, month, unit, key, name, attributes, file, sheet, row_number, is_listed, combination_id, since_version, until_version)
SELECT batch_id, kind, month, unit, key, name, attributes, file, sheet, row_number, NOT is_listed, combination_id, $version, until_version
FROM entry_row
WHERE until_version = 9223372036854775807 AND since_version < $version AND kind = $kind AND month = $month AND is_listed = (key = ANY($unlisted::VARCHAR[]))
