-- A row is the name and hash of one uploaded file that is kept.
SELECT file, sha256 FROM original ORDER BY file, sha256
