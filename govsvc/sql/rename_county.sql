-- Puts the bulletin values of $county, of all data versions, under $name, but where that has one of its own at the same time; result: count.
UPDATE snapshot SET county = $name WHERE source = 'bulletin' AND county = $county AND NOT EXISTS (
    SELECT 1 FROM snapshot AS o WHERE o.source = 'bulletin' AND o.county = $name AND o.month = snapshot.month AND o.indicator = snapshot.indicator
        AND o.since_version < snapshot.until_version AND o.until_version > snapshot.since_version)
