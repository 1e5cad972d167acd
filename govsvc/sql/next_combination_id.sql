-- One row: the highest number of a combination so far (0 where there is none).
SELECT coalesce(max(combination_id), 0) FROM combination
