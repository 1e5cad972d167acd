-- A row is one uploaded file as it is kept.
SELECT sha256, file, kept_as, content FROM original WHERE sha256 = $sha256 AND file = $file
