-- Writes the office's own document for papers; result: count.
INSERT INTO letterhead VALUES ($version, $file, $content, $who, $noted_at)
