-- A row is what one write said of a meeting; of several with one meeting_number the one of the last version holds.
CREATE TABLE IF NOT EXISTS meeting (
    meeting_number BIGINT NOT NULL, version BIGINT NOT NULL, name VARCHAR NOT NULL, held_on DATE NOT NULL, document VARCHAR NOT NULL)
