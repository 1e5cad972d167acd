-- A row is the office's own document that papers are written into from the write of that version on; one without content says that there is none any more.
CREATE TABLE IF NOT EXISTS letterhead (
    version BIGINT NOT NULL, file VARCHAR NOT NULL, content BYTEA NOT NULL, who VARCHAR NOT NULL, made_at TIMESTAMP NOT NULL)
