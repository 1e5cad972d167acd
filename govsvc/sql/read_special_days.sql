-- A row is one day of 节假日安排 as it was entered.
SELECT special_day, is_off, document FROM special_day ORDER BY special_day
