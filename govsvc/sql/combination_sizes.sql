-- A row is one combination of $kind in one month that stored rows have, with its number of rows that count where the village list says so.
SELECT c.status, c.attributes, c.flags, c.told, count(*) FILTER (WHERE r.is_listed) AS listed_count
FROM combination AS c JOIN entry_row AS r USING (combination_id)
WHERE r.since_version <= $as_of AND r.until_version > $as_of AND c.kind = $kind AND c.month = $month AND r.kind = $kind AND r.month = $month
GROUP BY c.status, c.attributes, c.flags, c.told ORDER BY c.status, listed_count DESC
