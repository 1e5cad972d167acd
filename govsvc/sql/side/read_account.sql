-- One row: the account of that key.
SELECT name, role, units, hash, must_change, is_disabled, made_at, seen_at
FROM account
WHERE key = $key
