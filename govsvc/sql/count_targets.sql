-- One row: how many targets of one batch are stored.
SELECT count(*) FROM target WHERE since_version <= $as_of AND until_version > $as_of AND batch_id = $batch_id
