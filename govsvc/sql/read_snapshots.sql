-- A row is one county's indicator in one month by one source, bulletin rows in the bulletin's order.
SELECT month, source, county, indicator, numerator, denominator, printed, printed_rank, group_name, score, cutoff, full_score
FROM snapshot WHERE since_version <= $as_of AND until_version > $as_of ORDER BY month, source, position
