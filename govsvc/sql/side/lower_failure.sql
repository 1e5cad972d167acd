-- Takes one failure back.
UPDATE failure SET count = max(count - 1, 0)
WHERE place = $key
