-- Empties the table; result: count.
DELETE FROM batch_file
