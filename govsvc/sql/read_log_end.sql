-- One row: how many entries the 操作日志 had as of the last commit, and the hash of the last one; none where no commit was noted in it.
SELECT number, hash FROM log_end
