-- A row is the name and hash of one uploaded file that is kept, and its name as it is kept.
SELECT file, sha256, kept_as FROM original ORDER BY file, sha256
