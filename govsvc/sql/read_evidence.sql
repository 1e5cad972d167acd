-- A row is the file of that content that came with that step.
SELECT sha256, file, kept_as, content FROM evidence WHERE event_number = $event_number AND sha256 = $sha256
