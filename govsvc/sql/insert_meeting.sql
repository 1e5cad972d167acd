-- Writes what is said of one meeting; result: count.
INSERT INTO meeting VALUES ($meeting_number, $version, $name, $held_on, $document)
