-- One row: how many entries the 操作日志 has, and the last one's hash.
SELECT number, hash
FROM log_head
