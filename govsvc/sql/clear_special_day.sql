-- Empties the table; result: count.
DELETE FROM special_day
