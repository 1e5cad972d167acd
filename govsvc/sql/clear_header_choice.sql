-- Empties the table; result: count.
DELETE FROM header_choice
