-- A row is one file of one batch, the latest batch first.
SELECT batch_id, version, kind, month, who, imported_at, row_count, left_out_count, units, file, sha256
FROM batch JOIN batch_file USING (batch_id) ORDER BY batch_id DESC, file
