-- One row: whether the schema of this connection has that table.
SELECT to_regclass($name::TEXT) IS NOT NULL
