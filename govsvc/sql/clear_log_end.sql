-- Takes out the end of the 操作日志.
DELETE FROM log_end
