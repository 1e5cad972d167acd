-- Removes what a bulletin said of one county's indicator in one month; result: count.
DELETE FROM snapshot WHERE source = 'bulletin' AND month = $month AND county = $county AND indicator = $indicator
