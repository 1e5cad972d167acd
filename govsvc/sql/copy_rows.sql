-- Writes, for $month, copies of the rows of $base of one kind whose unit is none of $units; incoming_copy gives the number of the copied combination; result: count.
INSERT INTO entry_row (
    batch_id, kind, month, unit, key, name, attributes, file, sheet, row_number, is_listed, combination_id, since_version, until_version)
SELECT $batch_id, r.kind, $month, r.unit, r.key, r.name, r.attributes, r.file, r.sheet, r.row_number, true, i.copy_id, $version, 9223372036854775807
FROM entry_row AS r JOIN incoming_copy AS i ON i.combination_id = r.combination_id
WHERE r.until_version = 9223372036854775807 AND r.kind = $kind AND r.month = $base AND NOT (r.unit = ANY($units::VARCHAR[]))
