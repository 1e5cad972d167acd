-- Writes a copy, from this write on, of earlier rows whose combination is another (registered view incoming_told); result: count.
INSERT INTO entry_row SELECT r.* REPLACE (i.combination_id AS combination_id, $version AS since_version)
FROM entry_row AS r JOIN incoming_told AS i ON r.rowid = i.place WHERE r.since_version < $version
