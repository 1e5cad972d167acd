-- Notes when an account signed in.
UPDATE account SET seen_at = $seen_at
WHERE key = $key
