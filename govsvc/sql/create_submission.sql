-- A row is what one department (kind items) or township (kind stations) handed in for one month: state is reported, nothing_changed or returned, note says why it was returned. Who has no row has not handed in. In force from since_version until before until_version.
CREATE TABLE IF NOT EXISTS submission (
    batch_id BIGINT NOT NULL, month DATE NOT NULL, kind VARCHAR NOT NULL, unit VARCHAR NOT NULL, state VARCHAR NOT NULL, note VARCHAR NOT NULL,
    since_version BIGINT NOT NULL, until_version BIGINT NOT NULL)
