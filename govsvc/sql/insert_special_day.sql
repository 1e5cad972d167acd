-- Writes one day of 节假日安排; result: count.
INSERT INTO special_day VALUES ($special_day, $is_off, $document)
