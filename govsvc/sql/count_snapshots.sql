-- One row: how many bulletin values of one batch are stored.
SELECT count(*) FROM snapshot WHERE since_version <= $as_of AND until_version > $as_of AND batch_id = $batch_id AND source = 'bulletin'
