-- Writes one operation; result: count.
INSERT INTO operation VALUES ($version, $what, $who, $done_at, $month, $reason, $undone)
