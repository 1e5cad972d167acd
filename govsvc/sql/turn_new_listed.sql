-- Notes for the rows of this write of one kind and month which do not count because no village list names them (keys in $unlisted); result: count.
UPDATE entry_row SET is_listed = NOT is_listed
WHERE until_version = 9223372036854775807 AND since_version = $version AND kind = $kind AND month = $month AND is_listed = (key = ANY($unlisted::VARCHAR[]))
