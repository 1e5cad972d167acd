-- A row is one letter that was sent to a unit about some of its entries, by the write of that version: its serial counts the letters of its kind and year; content is the letter as it was made (JSON).
CREATE TABLE IF NOT EXISTS rectification_letter (
    letter_number BIGINT NOT NULL, version BIGINT NOT NULL, kind VARCHAR NOT NULL, year INTEGER NOT NULL, serial INTEGER NOT NULL,
    who VARCHAR NOT NULL, content VARCHAR NOT NULL)
