-- A row is one setting: home (the county's name), is_demonstration.
CREATE TABLE IF NOT EXISTS setting (key VARCHAR NOT NULL, value VARCHAR NOT NULL)
