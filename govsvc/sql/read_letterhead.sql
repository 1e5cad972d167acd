-- A row is the office's own document for papers that was set last.
SELECT file, content, who, made_at FROM letterhead ORDER BY version DESC LIMIT 1
