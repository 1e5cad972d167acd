-- Removes the settings but those of access, which keep people out; result: count.
DELETE FROM setting WHERE NOT starts_with(key, 'access_')
