-- Schema 2 to 3: values are in force since the write that brought them; result: count.
INSERT INTO snapshot
SELECT s.batch_id, s.month, s.source, s.county, s.indicator, s.numerator, s.denominator, s.printed, s.printed_rank, s.group_name, s.score, s.cutoff,
    s.position, coalesce(b.version, 0), 9223372036854775807, NULL
FROM snapshot_2 AS s LEFT JOIN batch AS b USING (batch_id)
