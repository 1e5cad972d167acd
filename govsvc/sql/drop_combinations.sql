-- Removes the combinations in $numbers, which are judged anew; result: count.
DELETE FROM combination WHERE list_contains($numbers, combination_id)
