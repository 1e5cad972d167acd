-- A row is one name of a unit and kind of its rows, with the first month that has such rows; those of villages and stations first.
SELECT unit, kind, min(month) AS since FROM entry WHERE unit <> '' AND status <> 'left_out' GROUP BY unit, kind ORDER BY kind DESC, unit
