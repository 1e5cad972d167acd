-- A row is one file that came with a step, and whether that step is there.
SELECT file, sha256, content, EXISTS (SELECT 1 FROM rectification_event AS e WHERE e.event_number = evidence.event_number) AS is_of_step FROM evidence ORDER BY event_number, file
