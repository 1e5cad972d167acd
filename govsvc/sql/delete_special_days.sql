-- Removes the days that were entered of one year; result: count.
DELETE FROM special_day WHERE EXTRACT(year FROM special_day) = $year
