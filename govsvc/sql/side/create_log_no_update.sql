-- No entry is changed.
CREATE TRIGGER IF NOT EXISTS log_no_update BEFORE UPDATE ON log_entry
BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END
