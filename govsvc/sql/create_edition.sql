-- A row is one closing of a month: its number from 1, the data version whose rows and values it shows, why it was made, and the rules (JSON) by which it was counted.
CREATE TABLE IF NOT EXISTS edition (month DATE NOT NULL, edition INTEGER NOT NULL, version BIGINT NOT NULL, reason VARCHAR NOT NULL, rules VARCHAR NOT NULL)
