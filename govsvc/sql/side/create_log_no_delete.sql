-- No entry is removed.
CREATE TRIGGER IF NOT EXISTS log_no_delete BEFORE DELETE ON log_entry
BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END
