-- Writes one uploaded file, unless one of the same content and name is kept; result: count.
INSERT INTO original SELECT $sha256::VARCHAR, $file::VARCHAR, $kept_as, $content
WHERE NOT EXISTS (SELECT 1 FROM original WHERE sha256 = $sha256::VARCHAR AND file = $file::VARCHAR)
