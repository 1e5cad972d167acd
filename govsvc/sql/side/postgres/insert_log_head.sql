-- Begins the head of a 操作日志 without entries, where there is none.
INSERT INTO log_head (number, hash)
SELECT 0, repeat('0', 64)
WHERE NOT EXISTS (SELECT 1 FROM log_head)
