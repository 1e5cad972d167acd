-- Writes the rows of the registered view incoming_entry, in force from now on; result: count.
INSERT INTO entry_row (
    batch_id, kind, month, unit, key, name, attributes, file, sheet, row_number, is_listed, combination_id, since_version, until_version)
SELECT batch_id, kind, month, unit, key, name, attributes, file, sheet, row_number, true, combination_id, $version, 9223372036854775807
FROM incoming_entry
