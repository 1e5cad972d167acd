-- One row: how many rows of one batch are stored.
SELECT count(*) FROM entry WHERE since_version <= $as_of AND until_version > $as_of AND batch_id = $batch_id
