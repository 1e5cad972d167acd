-- Forgets the failures of an account or an address.
DELETE FROM failure
WHERE place = $key
