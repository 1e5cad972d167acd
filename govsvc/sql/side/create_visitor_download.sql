-- Makes the downloads of those who have not signed in: one row is one that stands in no entry yet.
CREATE TABLE IF NOT EXISTS visitor_download (
    source TEXT NOT NULL, name TEXT NOT NULL, at TEXT NOT NULL)
