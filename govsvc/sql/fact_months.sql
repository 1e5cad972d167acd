-- A row is one kind and month that has rows which count where the village list says so.
SELECT DISTINCT kind, month FROM entry_row WHERE is_listed AND since_version <= $as_of AND until_version > $as_of ORDER BY kind, month
