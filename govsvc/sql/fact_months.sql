-- A row is one kind and month that has facts.
SELECT DISTINCT kind, month FROM fact WHERE since_version <= $as_of AND until_version > $as_of ORDER BY kind, month
