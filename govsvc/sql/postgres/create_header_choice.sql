-- A row is what a person said of a header: the kind of its sheet ('' to leave it alone), how many rows it has, and field → column from its first one (-1: not in the sheet).
CREATE TABLE IF NOT EXISTS header_choice (fingerprint VARCHAR NOT NULL, kind VARCHAR NOT NULL, header_rows INTEGER NOT NULL, columns JSONB NOT NULL)
