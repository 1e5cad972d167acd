-- Writes one setting; result: count.
INSERT INTO setting VALUES ($key, $value)
