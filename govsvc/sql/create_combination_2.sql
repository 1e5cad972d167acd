-- Schema 2: a row is one status, level and set of flags that rows of one kind and month share, and what they count for: met maps each indicator that counts them to yes or no, lists names the problem lists they are on. Flags are a MAP, so that a new flag needs no new SQL.
CREATE TABLE combination (
    combination_id BIGINT NOT NULL, kind VARCHAR NOT NULL, month DATE NOT NULL, status VARCHAR NOT NULL, level VARCHAR,
    flags MAP(VARCHAR, BOOLEAN) NOT NULL, met MAP(VARCHAR, BOOLEAN) NOT NULL, lists VARCHAR[] NOT NULL)
