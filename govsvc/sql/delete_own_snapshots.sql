-- Removes the own counts of one month for the indicators in $indicators; result: count.
DELETE FROM snapshot WHERE source = 'own' AND month = $month AND list_contains($indicators, indicator)
