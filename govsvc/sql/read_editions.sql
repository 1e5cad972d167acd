-- A row is one closing of a month, with who closed it and when.
SELECT e.month, e.edition, e.version, e.reason, e.rules, o.who, o.done_at
FROM edition AS e LEFT JOIN operation AS o ON o.version = e.version ORDER BY e.month, e.edition
