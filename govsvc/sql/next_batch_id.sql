-- One row: the highest batch number so far (0 where there is none).
SELECT coalesce(max(batch_id), 0) FROM batch
