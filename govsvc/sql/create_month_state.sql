-- A row is the state of one month: collecting, in_review or closed; base is the month that it was opened from, edition counts its closings. In force from since_version until before until_version.
CREATE TABLE IF NOT EXISTS month_state (
    month DATE NOT NULL, state VARCHAR NOT NULL, base DATE, edition INTEGER NOT NULL, since_version BIGINT NOT NULL, until_version BIGINT NOT NULL)
