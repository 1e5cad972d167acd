-- One row; until the end of this transaction no other adds to the 操作日志.
SELECT number
FROM log_head
FOR UPDATE
