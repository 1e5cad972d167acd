-- Writes the rows of the registered view incoming_entry; result: count.
INSERT INTO entry_row SELECT batch_id, kind, month, unit, key, name, attributes, file, sheet, row_number, true, combination_id FROM incoming_entry
