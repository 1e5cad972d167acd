-- Undoing a write: what it ended is in force again, but where another was set since; result: count.
INSERT INTO target (
    batch_id, year, until, indicator, value, place, lead_unit, since_version, until_version)
SELECT batch_id, year, until, indicator, value, place, lead_unit, $version, 9223372036854775807
FROM target AS t
WHERE until_version = $undone AND since_version < $undone AND NOT EXISTS (
    SELECT 1 FROM target AS o WHERE o.until_version = 9223372036854775807 AND o.year = t.year AND o.indicator = t.indicator
        AND o.until IS NOT DISTINCT FROM t.until AND o.since_version <> $undone AND o.batch_id NOT IN (SELECT batch_id FROM batch WHERE version = $undone))
