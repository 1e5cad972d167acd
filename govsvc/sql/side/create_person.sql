-- Makes the people of single sign-on: one row is one, as the provider described him when he last
-- came; `groups` is a JSON list.
CREATE TABLE IF NOT EXISTS person (
    name TEXT PRIMARY KEY, email TEXT NOT NULL, groups TEXT NOT NULL, provider TEXT NOT NULL,
    seen_at TEXT NOT NULL)
