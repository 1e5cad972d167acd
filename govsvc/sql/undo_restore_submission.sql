-- Undoing a write: what it ended is in force again; result: count.
INSERT INTO submission (
    batch_id, month, kind, unit, state, note, since_version, until_version)
SELECT batch_id, month, kind, unit, state, note, $version, 9223372036854775807
FROM submission
WHERE until_version = $undone AND since_version < $undone
