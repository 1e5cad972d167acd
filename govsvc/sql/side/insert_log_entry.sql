-- Adds one entry.
INSERT INTO log_entry (number, at, who, source, what, about, before, after, previous, hash)
VALUES ($number, $at, $actor, $source, $kind, $subject, $before, $after, $previous, $hash)
