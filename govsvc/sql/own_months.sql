-- A row is one month of which the home county has counted values of its own.
SELECT DISTINCT month FROM snapshot WHERE until_version = 9223372036854775807 AND source = 'own' ORDER BY month
