-- Keeps a setting of access.
INSERT INTO access_setting (key, value) VALUES ($key, $value)
ON CONFLICT (key) DO UPDATE SET value = excluded.value
