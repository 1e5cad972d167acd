-- A row is the row of one batch that is being written, until its write is committed.
CREATE TEMPORARY TABLE incoming_entry (
    batch_id BIGINT, kind VARCHAR, month DATE, unit VARCHAR, key VARCHAR, name VARCHAR, attributes JSONB, file VARCHAR,
    sheet VARCHAR, row_number INTEGER, combination_id BIGINT) ON COMMIT DROP
