-- Writes one batch; result: count.
INSERT INTO batch VALUES ($batch_id, $version, $kind, $month, $who, $imported_at, $row_count, $left_out_count, $units)
