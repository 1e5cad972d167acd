-- A row is one stored upload: the rows of one kind and month out of the files of one import.
CREATE TABLE IF NOT EXISTS batch (
    batch_id BIGINT NOT NULL, version BIGINT NOT NULL, kind VARCHAR NOT NULL, month DATE, who VARCHAR NOT NULL,
    imported_at TIMESTAMP NOT NULL, row_count BIGINT NOT NULL, left_out_count BIGINT NOT NULL, units VARCHAR[] NOT NULL)
