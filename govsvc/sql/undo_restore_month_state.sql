-- Undoing a write: what it ended is in force again; result: count.
INSERT INTO month_state SELECT * REPLACE ($version AS since_version, 9223372036854775807 AS until_version) FROM month_state
WHERE until_version = $undone AND since_version < $undone
