-- Changes the password of an account.
UPDATE account SET hash = $hash, must_change = $must_change
WHERE key = $key
