-- A row is one paper of a kind and month after one step, made by the write of that data version: content has the words of persons by paragraph and the whole text as it stood (JSON).
CREATE TABLE IF NOT EXISTS paper_version (
    kind VARCHAR NOT NULL, month DATE NOT NULL, number INTEGER NOT NULL, version BIGINT NOT NULL,
    who VARCHAR NOT NULL, made_at TIMESTAMP NOT NULL, content VARCHAR NOT NULL)
