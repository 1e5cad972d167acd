-- Writes one letter; result: count.
INSERT INTO rectification_letter VALUES ($number, $version, $kind, $year, $serial, $who, $content)
