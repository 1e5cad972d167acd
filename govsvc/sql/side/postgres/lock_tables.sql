-- One row; until the end of this transaction no other makes tables in the schema of this connection.
SELECT pg_advisory_xact_lock(hashtextextended(current_schema::TEXT, 1))
