-- A row is one version of the rules, with who made it and when, by the month from which it holds.
SELECT r.name, r.document, r.from_month, r.rules, o.who, o.done_at
FROM rule_version AS r LEFT JOIN operation AS o ON o.version = r.since_version
WHERE r.since_version <= $as_of AND r.until_version > $as_of ORDER BY r.from_month
