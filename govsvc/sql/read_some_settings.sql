-- A row is one setting of the $keys.
SELECT key, value FROM setting WHERE key IN (SELECT unnest($keys::VARCHAR[]))
