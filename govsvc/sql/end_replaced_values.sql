-- Ends the bulletin values that the registered view incoming_snapshot brings anew; result: count.
UPDATE snapshot SET until_version = $version WHERE until_version = 9223372036854775807 AND source = 'bulletin'
    AND EXISTS (SELECT 1 FROM incoming_snapshot AS i
                WHERE i.month = snapshot.month AND i.county = snapshot.county AND i.indicator = snapshot.indicator)
