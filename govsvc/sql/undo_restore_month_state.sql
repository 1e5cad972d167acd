-- Undoing a write: what it ended is in force again; result: count.
INSERT INTO month_state (
    month, state, base, edition, since_version, until_version)
SELECT month, state, base, edition, $version, 9223372036854775807
FROM month_state
WHERE until_version = $undone AND since_version < $undone
