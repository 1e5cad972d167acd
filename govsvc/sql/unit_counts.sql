-- A row is one indicator and unit in one month: rows met and rows counted.
SELECT indicator, unit, count(*) FILTER (WHERE is_met) AS met_count, count(*) AS counted_count
FROM (SELECT unnest(map_keys(met)) AS indicator, unnest(map_values(met)) AS is_met, unit FROM fact WHERE since_version <= $as_of AND until_version > $as_of AND month = $month) AS judged
GROUP BY indicator, unit ORDER BY indicator, unit
