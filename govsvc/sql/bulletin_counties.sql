-- A row is one county of a month's bulletin with its number of values.
SELECT county AS unit, count(*) AS row_count FROM snapshot WHERE source = 'bulletin' AND month = $month GROUP BY county ORDER BY county
