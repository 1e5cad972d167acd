-- Writes the rows of the registered view incoming_snapshot, in force from now on; result: count.
INSERT INTO snapshot SELECT batch_id, month, source, county, indicator, numerator, denominator, printed, printed_rank, group_name,
    score, cutoff, position, $version, 9223372036854775807, full_score FROM incoming_snapshot
