-- Adds the end of the 操作日志.
INSERT INTO log_end (number, hash) VALUES ($number, $hash)
