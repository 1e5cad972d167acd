-- One row: one setting of access.
SELECT key, value
FROM access_setting
