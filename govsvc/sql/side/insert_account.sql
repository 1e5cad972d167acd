-- Adds an account, whose password must be changed.
INSERT INTO account (key, name, role, units, hash, must_change, is_disabled, made_at, seen_at)
VALUES ($key, $name, $role, $units, $hash, 1, 0, $made_at, '')
