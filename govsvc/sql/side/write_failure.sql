-- Notes how often an account or an address failed.
INSERT INTO failure (place, count, at) VALUES ($key, $count, $at)
ON CONFLICT (place) DO UPDATE SET count = excluded.count, at = excluded.at
