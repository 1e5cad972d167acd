-- One row: the data version (raised by every commit) and the version of this schema.
CREATE TABLE IF NOT EXISTS state (version BIGINT NOT NULL, schema_version INTEGER NOT NULL)
