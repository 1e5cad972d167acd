-- A row is one month that has a village list.
SELECT DISTINCT month FROM entry WHERE kind = 'villages' ORDER BY month
