-- One row: whether this connection now holds the lock of what is done in this schema once a night; it does until its end.
SELECT pg_try_advisory_lock(hashtextextended(current_schema::VARCHAR, 2))
