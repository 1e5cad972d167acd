-- Empties the table; result: count.
DELETE FROM entry_row
