-- One row: encoding and order of texts of the database, whether the schema of this connection is there, and whether this user makes its tables: they are his own or not made yet, and the server is no standby.
SELECT pg_encoding_to_char(encoding), datcollate, current_schema IS NOT NULL, NOT current_setting('transaction_read_only')::BOOLEAN
    AND NOT EXISTS (SELECT 1 FROM pg_class WHERE oid = to_regclass('state') AND NOT pg_has_role(relowner, 'USAGE'))
FROM pg_database WHERE datname = current_database()
