-- One row: how many rows of one batch are stored.
SELECT count(*) FROM entry WHERE batch_id = $batch_id
