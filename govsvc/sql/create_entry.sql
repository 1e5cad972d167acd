-- A row is one row of an item list, station ledger or village list, as read; flags are a MAP, so that a new flag needs no new SQL.
CREATE TABLE IF NOT EXISTS entry (
    batch_id BIGINT NOT NULL, kind VARCHAR NOT NULL, month DATE NOT NULL, unit VARCHAR NOT NULL, key VARCHAR NOT NULL,
    name VARCHAR NOT NULL, attributes MAP(VARCHAR, VARCHAR) NOT NULL, flags MAP(VARCHAR, BOOLEAN) NOT NULL,
    status VARCHAR NOT NULL, file VARCHAR NOT NULL, sheet VARCHAR NOT NULL, row_number INTEGER NOT NULL)
