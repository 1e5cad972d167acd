-- Writes one file of a step; result: count.
INSERT INTO evidence VALUES ($event_number, $sha256, $file, $kept_as, $content)
