-- Writes one closing of a month; result: count.
INSERT INTO edition VALUES ($month, $edition, $version, $reason, $rules)
