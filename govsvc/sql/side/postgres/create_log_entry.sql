-- Makes the 操作日志: one row is one entry.
CREATE TABLE IF NOT EXISTS log_entry (
    number BIGINT PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, source TEXT NOT NULL,
    what TEXT NOT NULL, about TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL,
    previous TEXT NOT NULL, hash TEXT NOT NULL)
