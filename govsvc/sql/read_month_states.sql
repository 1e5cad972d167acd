-- A row is the state of one month, with who made it so and when, where that is known.
SELECT m.month, m.state, m.base, m.edition, o.who, o.done_at, o.reason
FROM month_state AS m LEFT JOIN operation AS o ON o.version = m.since_version
WHERE m.since_version <= $as_of AND m.until_version > $as_of ORDER BY m.month
