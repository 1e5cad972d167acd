-- Stores what the provider said of a person.
INSERT INTO person (name, email, groups, provider, seen_at)
VALUES ($name, $email, $groups, $provider, $seen_at)
ON CONFLICT (name) DO UPDATE SET
    email = excluded.email, groups = excluded.groups,
    provider = excluded.provider, seen_at = excluded.seen_at
