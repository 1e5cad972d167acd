-- Removes one setting; result: count.
DELETE FROM setting WHERE key = $key
