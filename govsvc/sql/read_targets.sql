-- A row is one target.
SELECT year, indicator, value, place, until, lead_unit FROM target WHERE since_version <= $as_of AND until_version > $as_of ORDER BY year, until NULLS LAST, indicator
