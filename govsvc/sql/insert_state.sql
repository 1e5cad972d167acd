-- Writes the one state row of a new database; result: the count of rows written (0 or 1).
INSERT INTO state SELECT 0, $schema_version WHERE NOT EXISTS (SELECT 1 FROM state)
