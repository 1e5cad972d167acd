-- One row: how many entries the 操作日志 had, and the hash of the last, as of the last commit that it notes.
CREATE TABLE IF NOT EXISTS log_end (number BIGINT NOT NULL, hash VARCHAR NOT NULL)
