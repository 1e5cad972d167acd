-- Ends, for one kind and month, rows that this write copied and whose key a counted row of another write has; result: count.
UPDATE entry_row SET until_version = $version
WHERE until_version = 9223372036854775807 AND since_version = $version AND kind = $kind AND month = $month
    AND (key IN (SELECT o.key FROM entry_row AS o JOIN combination AS c USING (combination_id)
        WHERE o.until_version = 9223372036854775807 AND o.since_version < $version AND o.kind = $kind AND o.month = $month AND c.status = 'counted')) IS TRUE
