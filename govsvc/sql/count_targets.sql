-- One row: how many targets of one batch are stored.
SELECT count(*) FROM target WHERE batch_id = $batch_id
