-- A row is one value that is being written, until its write is committed.
CREATE TEMPORARY TABLE incoming_snapshot (
    batch_id BIGINT, month DATE, source VARCHAR, county VARCHAR, indicator VARCHAR, numerator BIGINT, denominator BIGINT, printed VARCHAR,
    printed_rank INTEGER, group_name VARCHAR, score VARCHAR, cutoff DATE, position INTEGER, full_score VARCHAR) ON COMMIT DROP
