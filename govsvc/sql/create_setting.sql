-- A row is one setting: home (the county's name), is_demonstration, and others.
CREATE TABLE IF NOT EXISTS setting (key VARCHAR NOT NULL, value VARCHAR NOT NULL)
