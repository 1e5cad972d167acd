-- Removes the combinations in $numbers, which are judged anew; result: count.
DELETE FROM combination WHERE combination_id = ANY($numbers::BIGINT[])
