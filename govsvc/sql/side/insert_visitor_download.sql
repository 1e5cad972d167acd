-- Adds one download.
INSERT INTO visitor_download (source, name, at)
VALUES ($source, $name, $at)
