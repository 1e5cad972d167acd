-- Undoing a write: what it ended is in force again; result: count.
INSERT INTO submission SELECT * REPLACE ($version AS since_version, 9223372036854775807 AS until_version) FROM submission
WHERE until_version = $undone AND since_version < $undone
