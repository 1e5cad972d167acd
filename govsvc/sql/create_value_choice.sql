-- A row is the word that a cell (without spaces) of a field under a header stands for, as a person said.
CREATE TABLE IF NOT EXISTS value_choice (field VARCHAR NOT NULL, header VARCHAR NOT NULL, cell VARCHAR NOT NULL, word VARCHAR NOT NULL)
