-- A row is one county's indicator in one month by one source, as it was or is in force from since_version until before until_version; bulletin rows in the bulletin's order.
SELECT since_version, until_version, month, source, county, indicator, numerator, denominator, printed, printed_rank, group_name, score, cutoff, full_score
FROM snapshot ORDER BY month, source, position
