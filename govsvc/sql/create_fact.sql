-- A row is one row of a month as counted: met maps each indicator that counts it to yes or no, lists names the problem lists it is on.
CREATE TABLE IF NOT EXISTS fact (
    kind VARCHAR NOT NULL, month DATE NOT NULL, unit VARCHAR NOT NULL, key VARCHAR NOT NULL, name VARCHAR NOT NULL,
    attributes MAP(VARCHAR, VARCHAR) NOT NULL, met MAP(VARCHAR, BOOLEAN) NOT NULL, lists VARCHAR[] NOT NULL)
