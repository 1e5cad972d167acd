-- A row is one operation, the latest first.
SELECT version, what, who, done_at, month, reason, undone FROM operation ORDER BY version DESC
