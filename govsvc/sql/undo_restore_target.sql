-- Undoing a write: what it ended is in force again, but where another was set since; result: count.
INSERT INTO target SELECT * REPLACE ($version AS since_version, 9223372036854775807 AS until_version) FROM target AS t
WHERE until_version = $undone AND since_version < $undone AND NOT EXISTS (
    SELECT 1 FROM target AS o WHERE o.until_version = 9223372036854775807 AND o.year = t.year AND o.indicator = t.indicator
        AND o.until IS NOT DISTINCT FROM t.until AND o.since_version <> $undone AND o.batch_id NOT IN (SELECT batch_id FROM batch WHERE version = $undone))
