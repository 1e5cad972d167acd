-- Writes one uploaded file, unless one of the same content and name is kept; result: count.
INSERT INTO original SELECT $sha256, $file, $kept_as, $content::BLOB
WHERE NOT EXISTS (SELECT 1 FROM original WHERE sha256 = $sha256 AND file = $file)
