-- A row is one combination of $kind in one month that stored rows have: what decides what it counts for, and its number of rows that count where the village list says so.
SELECT c.combination_id, c.status, c.attributes, c.flags, c.told, r.listed_count
FROM combination AS c JOIN (
    SELECT combination_id, count(*) FILTER (WHERE is_listed) AS listed_count FROM entry_row
    WHERE since_version <= $as_of AND until_version > $as_of AND kind = $kind AND month = $month GROUP BY combination_id
) AS r USING (combination_id)
WHERE c.kind = $kind AND c.month = $month ORDER BY c.combination_id
