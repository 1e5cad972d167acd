-- Notes for rows of this write their new combination, out of the registered view incoming_overlaid; result: count.
UPDATE entry_row SET combination_id = i.combination_id FROM incoming_overlaid AS i WHERE entry_row.rowid = i.place AND entry_row.since_version = $version
