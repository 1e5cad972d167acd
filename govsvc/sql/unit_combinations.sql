-- A row is one unit and what rows of $kind in one month have in common, with the indicators that they count for and their number.
SELECT r.unit, c.attributes, c.met, count(*) AS row_count
FROM entry_row AS r JOIN combination AS c USING (combination_id)
WHERE r.is_listed AND r.since_version <= $as_of AND r.until_version > $as_of AND r.kind = $kind AND r.month = $month AND c.kind = $kind AND c.month = $month
GROUP BY r.unit, c.attributes, c.met ORDER BY r.unit, row_count DESC
