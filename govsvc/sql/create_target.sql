-- A row is one target of an indicator for a year, or for the part of it until a month. In force from since_version until before until_version.
CREATE TABLE IF NOT EXISTS target (
    batch_id BIGINT NOT NULL, year INTEGER NOT NULL, until INTEGER, indicator VARCHAR NOT NULL, value VARCHAR, place INTEGER,
    lead_unit VARCHAR NOT NULL, since_version BIGINT NOT NULL, until_version BIGINT NOT NULL)
