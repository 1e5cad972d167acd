-- A row is one step that was taken with an entry, by the write of that version: on which day, by whom and when it was noted; unit is whom it was given to, deadline the new one.
CREATE TABLE IF NOT EXISTS rectification_event (
    event_number BIGINT NOT NULL, entry_number BIGINT NOT NULL, version BIGINT NOT NULL, kind VARCHAR NOT NULL, note VARCHAR NOT NULL,
    unit VARCHAR NOT NULL, deadline DATE, event_day DATE NOT NULL, noted_at TIMESTAMP NOT NULL, who VARCHAR NOT NULL, account VARCHAR NOT NULL)
