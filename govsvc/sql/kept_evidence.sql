-- A row is one file that came with a step, without its content.
SELECT event_number, sha256, file, kept_as FROM evidence ORDER BY event_number, file
