-- Ends the own counts of one month for the indicators in $indicators; result: count.
UPDATE snapshot SET until_version = $version WHERE until_version = 9223372036854775807 AND source = 'own' AND month = $month AND indicator = ANY($indicators::VARCHAR[])
