-- Schema 2 to 3: the writes so far as operations; result: count.
INSERT INTO operation SELECT version, 'import', any_value(who), any_value(imported_at), NULL, '', NULL FROM batch GROUP BY version
