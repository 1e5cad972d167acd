-- Writes the rows of the registered view incoming_snapshot; result: count.
INSERT INTO snapshot SELECT batch_id, month, source, county, indicator, numerator, denominator, printed, printed_rank, group_name,
    score, cutoff, position FROM incoming_snapshot
