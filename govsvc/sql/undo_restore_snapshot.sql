-- Undoing a write: what it ended is in force again; result: count.
INSERT INTO snapshot (
    batch_id, month, source, county, indicator, numerator, denominator, printed, printed_rank, group_name, score, cutoff, position, since_version, until_version, full_score)
SELECT batch_id, month, source, county, indicator, numerator, denominator, printed, printed_rank, group_name, score, cutoff, position, $version, 9223372036854775807, full_score
FROM snapshot
WHERE until_version = $undone AND since_version < $undone AND source = 'bulletin'
