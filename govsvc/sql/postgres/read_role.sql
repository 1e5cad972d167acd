-- One row where the server has a user $role: whether he may change the tables of this schema whatever he is given.
SELECT r.rolsuper OR pg_has_role(r.oid, t.relowner, 'USAGE') FROM pg_roles AS r JOIN pg_class AS t ON t.oid = to_regclass('log_entry')
WHERE r.rolname = $role
