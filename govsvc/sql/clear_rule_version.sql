-- Empties the table; result: count.
DELETE FROM rule_version
