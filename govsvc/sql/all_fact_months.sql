-- A row is one kind and month that has rows which count where the village list says so, over some data versions.
SELECT DISTINCT since_version, until_version, kind, month FROM entry_row WHERE is_listed ORDER BY kind, month
