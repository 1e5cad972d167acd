-- A row is the home county's own count of one indicator in one month.
SELECT indicator, numerator, denominator FROM snapshot WHERE until_version = 9223372036854775807 AND source = 'own' AND month = $month
