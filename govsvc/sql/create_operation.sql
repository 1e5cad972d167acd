-- A row is one write: the data version that it made, what it was, who did it and when, the month and reason where it has one, and the write that it undid.
CREATE TABLE IF NOT EXISTS operation (
    version BIGINT NOT NULL, what VARCHAR NOT NULL, who VARCHAR NOT NULL, done_at TIMESTAMP NOT NULL, month DATE, reason VARCHAR NOT NULL,
    undone BIGINT)
