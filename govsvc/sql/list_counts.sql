-- A row is one list, unit and month from $since to $until with its number of rows.
SELECT list_key, month, unit, count(*) AS row_count
FROM (SELECT unnest(c.lists) AS list_key, r.month, r.unit FROM entry_row AS r JOIN combination AS c USING (combination_id)
    WHERE r.is_listed AND r.since_version <= $as_of AND r.until_version > $as_of AND r.month >= $since AND r.month <= $until) AS listed
GROUP BY list_key, month, unit ORDER BY month, list_key, unit
