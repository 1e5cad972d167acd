-- Removes the days that were entered of one year; result: count.
DELETE FROM special_day WHERE year(special_day) = $year
