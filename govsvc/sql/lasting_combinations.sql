-- A row is one of the combinations in $numbers of $kind in one month that rows of an earlier data version have.
SELECT DISTINCT combination_id FROM entry_row
WHERE kind = $kind AND month = $month AND since_version < $version AND combination_id = ANY($numbers::BIGINT[]) ORDER BY combination_id
