-- A row is one file that came with a step as evidence, as it is kept: without macros, masked, compressed (zlib).
CREATE TABLE IF NOT EXISTS evidence (event_number BIGINT NOT NULL, sha256 VARCHAR NOT NULL, file VARCHAR NOT NULL, kept_as VARCHAR NOT NULL, content BYTEA NOT NULL)
