-- Takes one failure back.
UPDATE failure SET count = greatest(count - 1, 0)
WHERE place = $key
