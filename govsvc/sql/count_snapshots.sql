-- One row: how many bulletin values of one batch are stored.
SELECT count(*) FROM snapshot WHERE batch_id = $batch_id AND source = 'bulletin'
