-- Ends a month's whole bulletin; result: count.
UPDATE snapshot SET until_version = $version WHERE until_version = 9223372036854775807 AND source = 'bulletin' AND month = $month
