-- A row is one file of a batch.
CREATE TABLE IF NOT EXISTS batch_file (batch_id BIGINT NOT NULL, file VARCHAR NOT NULL, sha256 VARCHAR NOT NULL)
