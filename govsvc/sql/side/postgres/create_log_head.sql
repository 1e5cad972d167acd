-- Makes the head of the 操作日志: one row, how many entries there are and the last one's hash.
CREATE TABLE IF NOT EXISTS log_head (number BIGINT NOT NULL, hash TEXT NOT NULL)
