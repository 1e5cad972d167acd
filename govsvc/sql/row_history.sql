-- A row is one stored row of $kind with the name $name or the key $key in a month up to $until: what it says, what is told over it, what it counts for and where it was read.
SELECT r.kind, r.month, r.unit, r.key, r.name,
    map_concat(r.attributes, c.attributes, CASE WHEN c.key_field = '' THEN MAP([]::VARCHAR[], []::VARCHAR[]) ELSE MAP([c.key_field], [r.key]) END) AS attributes,
    c.flags, c.told, c.status, r.is_listed AND list_contains(c.lists, $list_key) AS is_on_list, CASE WHEN r.is_listed THEN c.met[$indicator] END AS is_met, r.file, r.sheet, r.row_number
FROM entry_row AS r JOIN combination AS c USING (combination_id)
WHERE r.since_version <= $as_of AND r.until_version > $as_of AND r.kind = $kind AND r.month <= $until AND (r.name = $name OR r.key = ANY($keys::VARCHAR[]))
ORDER BY r.month, r.unit, r.key
