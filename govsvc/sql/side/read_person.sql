-- One row: one who has come through a provider.
SELECT name, email, groups, provider
FROM person
WHERE name = $name
