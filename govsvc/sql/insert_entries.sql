-- Writes the rows of the registered view incoming_entry; result: count.
INSERT INTO entry
SELECT batch_id, kind, month, unit, key, name, attributes, flags, status, file, sheet, row_number FROM incoming_entry
