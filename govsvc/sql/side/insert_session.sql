-- Adds a session.
INSERT INTO session (digest, account, begun, seen, source)
VALUES ($digest, $account, $at, $at, $source)
