-- Makes the sessions: one row is one session; `digest` is the hash of its token; times are seconds
-- since 1970.
CREATE TABLE IF NOT EXISTS session (
    digest TEXT PRIMARY KEY, account TEXT NOT NULL, begun DOUBLE PRECISION NOT NULL,
    seen DOUBLE PRECISION NOT NULL, source TEXT NOT NULL)
