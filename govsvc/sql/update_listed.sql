-- Notes for one kind and month which rows do not count because no village list names them (keys in $unlisted); result: count.
UPDATE entry_row SET is_listed = NOT list_contains($unlisted::VARCHAR[], key) WHERE kind = $kind AND month = $month
