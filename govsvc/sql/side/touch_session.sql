-- Notes that a session is in use.
UPDATE session SET seen = $at
WHERE digest = $digest
