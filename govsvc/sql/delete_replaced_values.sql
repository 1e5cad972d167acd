-- Removes the bulletin values that the registered view incoming_snapshot brings anew; result: count.
DELETE FROM snapshot WHERE source = 'bulletin'
    AND EXISTS (SELECT 1 FROM incoming_snapshot AS i
                WHERE i.month = snapshot.month AND i.county = snapshot.county AND i.indicator = snapshot.indicator)
