-- A row is what rows of one kind and month have in common: status, shared attributes, the attribute that is their key ('': none) and flags; what they count for: met maps each indicator that counts them to yes or no, lists names the problem lists they are on; and told: what partial sheets say of the flags, which holds over them. Flags are a MAP, so that a new flag needs no new SQL.
CREATE TABLE IF NOT EXISTS combination (
    combination_id BIGINT NOT NULL, kind VARCHAR NOT NULL, month DATE NOT NULL, status VARCHAR NOT NULL,
    attributes MAP(VARCHAR, VARCHAR) NOT NULL, key_field VARCHAR NOT NULL, flags MAP(VARCHAR, BOOLEAN) NOT NULL,
    met MAP(VARCHAR, BOOLEAN) NOT NULL, lists VARCHAR[] NOT NULL, told MAP(VARCHAR, BOOLEAN) DEFAULT (MAP {}))
