-- A row is one value of one month that is in force more than once, with how often.
SELECT month, source, county, indicator, count(*) AS times FROM snapshot WHERE until_version = 9223372036854775807
GROUP BY month, source, county, indicator HAVING count(*) > 1 ORDER BY month, source, county, indicator
