-- Adds an account with all that was kept of it elsewhere.
INSERT INTO account (key, name, role, units, hash, must_change, is_disabled, made_at, seen_at)
VALUES ($key, $name, $role, $units, $hash, $must_change, $is_disabled, $made_at, $seen_at)
