-- A row is one statement; together they give the user $role what an app needs in this schema, in which it can add to the 操作日志 and neither change nor remove of it.
SELECT format(s.statement, current_schema, $role::TEXT) FROM (VALUES
    (1, 'GRANT USAGE ON SCHEMA %I TO %I'),
    (2, 'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %I TO %I'),
    (3, 'GRANT SELECT ON ALL SEQUENCES IN SCHEMA %I TO %I'),
    (4, 'REVOKE UPDATE, DELETE, TRUNCATE ON %I.log_entry FROM %I'),
    (5, 'REVOKE CREATE ON SCHEMA %I FROM %I')) AS s(place, statement)
ORDER BY s.place
