-- A row is one county of a month's bulletin with its number of values.
SELECT county AS unit, count(*) AS row_count FROM snapshot WHERE since_version <= $as_of AND until_version > $as_of AND source = 'bulletin' AND month = $month GROUP BY county ORDER BY county
