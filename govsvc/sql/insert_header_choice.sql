-- Writes what was said of one header (fields and their columns in two lists); result: count.
INSERT INTO header_choice VALUES ($fingerprint, $kind, $header_rows, map($names::VARCHAR[], $places::INTEGER[]))
