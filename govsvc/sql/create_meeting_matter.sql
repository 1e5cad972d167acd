-- A row says that an assigned matter was decided by a meeting (会议议定事项), by the write of that version.
CREATE TABLE IF NOT EXISTS meeting_matter (meeting_number BIGINT NOT NULL, entry_number BIGINT NOT NULL, version BIGINT NOT NULL)
