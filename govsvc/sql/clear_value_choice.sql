-- Empties the table; result: count.
DELETE FROM value_choice
