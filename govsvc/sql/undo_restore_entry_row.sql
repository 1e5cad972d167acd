-- Undoing a write: what it ended is in force again; result: count.
INSERT INTO entry_row SELECT * REPLACE ($version AS since_version, 9223372036854775807 AS until_version) FROM entry_row
WHERE until_version = $undone AND since_version < $undone
