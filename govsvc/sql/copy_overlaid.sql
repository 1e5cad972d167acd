-- Writes a copy, from this write on, of earlier rows whose combination is another (registered view incoming_overlaid); result: count.
INSERT INTO entry_row SELECT r.* REPLACE (i.combination_id AS combination_id, $version AS since_version)
FROM entry_row AS r JOIN incoming_overlaid AS i ON r.rowid = i.place WHERE r.since_version < $version
