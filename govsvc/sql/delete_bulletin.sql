-- Removes a month's whole bulletin; result: count.
DELETE FROM snapshot WHERE source = 'bulletin' AND month = $month
