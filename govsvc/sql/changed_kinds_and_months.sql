-- A row is one kind and month whose rows the write $version put in force or ended; kind is bulletin for a bulletin's values.
SELECT DISTINCT kind, month FROM (
    SELECT kind, month FROM entry_row WHERE since_version = $version OR until_version = $version
    UNION ALL SELECT 'bulletin', month FROM snapshot WHERE source = 'bulletin' AND (since_version = $version OR until_version = $version)
    UNION ALL SELECT kind, month FROM submission WHERE since_version = $version OR until_version = $version) AS changed
ORDER BY month, kind
