-- Writes one unit; result: count.
INSERT INTO unit VALUES ($unit, $kind, $short_names, $aliases, $management, $leader, $contact, $phone, $valid_from, $valid_to, $merged_into)
