-- One row: one account, by name.
SELECT name, role, units, hash, must_change, is_disabled, made_at, seen_at
FROM account
ORDER BY key
