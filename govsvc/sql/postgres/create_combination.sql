-- A row is what rows of one kind and month have in common: status, shared attributes, the attribute that is their key ('': none) and flags; what they count for: met maps each indicator that counts them to yes or no, lists names the problem lists they are on; and told: what partial sheets say of the flags, which holds over them. Flags are a JSONB object, so that a new flag needs no new SQL.
CREATE TABLE IF NOT EXISTS combination (
    combination_id BIGINT NOT NULL, kind VARCHAR NOT NULL, month DATE NOT NULL, status VARCHAR NOT NULL,
    attributes JSONB NOT NULL, key_field VARCHAR NOT NULL, flags JSONB NOT NULL,
    met JSONB NOT NULL, lists VARCHAR[] NOT NULL, told JSONB DEFAULT '{}', UNIQUE (combination_id))
