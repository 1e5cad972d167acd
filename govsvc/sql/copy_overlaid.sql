-- Writes a copy, from this write on, of earlier rows whose combination is another (registered view incoming_overlaid); result: count.
INSERT INTO entry_row (
    batch_id, kind, month, unit, key, name, attributes, file, sheet, row_number, is_listed, combination_id, since_version, until_version)
SELECT r.batch_id, r.kind, r.month, r.unit, r.key, r.name, r.attributes, r.file, r.sheet, r.row_number, r.is_listed, i.combination_id, $version, r.until_version
FROM entry_row AS r JOIN incoming_overlaid AS i ON r.rowid = i.place WHERE r.since_version < $version
