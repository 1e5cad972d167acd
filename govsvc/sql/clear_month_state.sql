-- Empties the table; result: count.
DELETE FROM month_state
