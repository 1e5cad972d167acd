-- One row: encoding and order of texts of the database, and whether the schema of this connection is there.
SELECT pg_encoding_to_char(encoding), datcollate, current_schema IS NOT NULL FROM pg_database WHERE datname = current_database()
