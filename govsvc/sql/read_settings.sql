-- A row is one setting.
SELECT key, value FROM setting
