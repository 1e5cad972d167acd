-- One row: one person whom an identity provider has named.
SELECT name, email, groups, provider, seen_at
FROM person
ORDER BY name
