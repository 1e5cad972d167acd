-- A row is one uploaded file as it is kept: without macros, masked, compressed (zlib).
CREATE TABLE IF NOT EXISTS original (sha256 VARCHAR NOT NULL, file VARCHAR NOT NULL, kept_as VARCHAR NOT NULL, content BYTEA NOT NULL)
