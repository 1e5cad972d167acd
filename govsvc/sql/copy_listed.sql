-- Writes a copy, from this write on, of the earlier rows of one kind and month whose place on the village list changed (keys not on it in $unlisted); result: count.
INSERT INTO entry_row SELECT * REPLACE (NOT is_listed AS is_listed, $version AS since_version) FROM entry_row
WHERE until_version = 9223372036854775807 AND since_version < $version AND kind = $kind AND month = $month AND is_listed = list_contains($unlisted::VARCHAR[], key)
