-- Makes the accounts: one row is one account; `key` is its name as it is compared, `units` a JSON
-- list.
CREATE TABLE IF NOT EXISTS account (
    key TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, units TEXT NOT NULL,
    hash TEXT NOT NULL, must_change INTEGER NOT NULL, is_disabled INTEGER NOT NULL,
    made_at TEXT NOT NULL, seen_at TEXT NOT NULL)
