-- Changes role, units and state of an account.
UPDATE account SET role = $role, units = $units, is_disabled = $is_disabled
WHERE key = $key
