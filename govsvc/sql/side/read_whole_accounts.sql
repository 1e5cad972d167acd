-- One row: one account with all that is kept of it.
SELECT key, name, role, units, hash, must_change, is_disabled, made_at, seen_at
FROM account
ORDER BY key
