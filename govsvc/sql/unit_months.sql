-- A row is one name of a unit and kind of its rows, with the first month that has such rows; those of villages and stations first.
SELECT unit, kind, min(month) AS since FROM entry WHERE since_version <= $as_of AND until_version > $as_of AND unit <> '' AND status <> 'left_out' GROUP BY unit, kind ORDER BY kind DESC, unit
