-- A row is one row of an item list, station ledger or village list, as read; what it shares with others is in its combination. is_listed: the village list in force names it (true where there is none). It is in force from data version since_version until before until_version (9223372036854775807: it is in force); rows are never removed. rowid is its place in the table. What is unique there only makes rows found.
CREATE TABLE IF NOT EXISTS entry_row (
    batch_id BIGINT NOT NULL, kind VARCHAR NOT NULL, month DATE NOT NULL, unit VARCHAR NOT NULL, key VARCHAR NOT NULL,
    name VARCHAR NOT NULL, attributes JSONB NOT NULL, file VARCHAR NOT NULL, sheet VARCHAR NOT NULL,
    row_number INTEGER NOT NULL, is_listed BOOLEAN NOT NULL, combination_id BIGINT NOT NULL,
    since_version BIGINT NOT NULL, until_version BIGINT NOT NULL,
    rowid BIGINT GENERATED ALWAYS AS IDENTITY, UNIQUE (kind, month, key, rowid), UNIQUE (since_version, rowid), UNIQUE (until_version, rowid))
