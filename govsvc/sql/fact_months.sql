-- A row is one kind and month that has facts.
SELECT DISTINCT kind, month FROM fact ORDER BY kind, month
