-- A row is one target.
SELECT year, indicator, value, place, until, lead_unit FROM target ORDER BY year, until NULLS LAST, indicator
