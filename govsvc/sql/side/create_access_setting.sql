-- Makes the settings of access: one row is one.
CREATE TABLE IF NOT EXISTS access_setting (key TEXT PRIMARY KEY, value TEXT NOT NULL)
