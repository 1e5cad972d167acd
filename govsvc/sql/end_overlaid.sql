-- Ends the earlier rows that have such a copy (registered view incoming_overlaid); result: count.
UPDATE entry_row SET until_version = $version FROM incoming_overlaid AS i WHERE entry_row.rowid = i.place AND entry_row.since_version < $version
