-- Makes the failures: one row is an account or an address with its failures to sign in.
CREATE TABLE IF NOT EXISTS failure (
    place TEXT PRIMARY KEY, count INTEGER NOT NULL, at DOUBLE PRECISION NOT NULL)
