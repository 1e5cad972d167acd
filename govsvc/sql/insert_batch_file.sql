-- Writes one file of a batch; result: count.
INSERT INTO batch_file VALUES ($batch_id, $file, $sha256)
