-- Writes what was said of one header (fields and their columns in two lists); result: count.
INSERT INTO header_choice SELECT $fingerprint, $kind, $header_rows, coalesce(jsonb_object_agg(f.name, f.place), '{}')
FROM unnest($names::VARCHAR[], $places::INTEGER[]) AS f(name, place)
