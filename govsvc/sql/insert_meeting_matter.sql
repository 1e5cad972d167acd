-- Writes which meeting decided a matter; result: count.
INSERT INTO meeting_matter VALUES ($meeting_number, $number, $version)
