-- Notes that the database has the schema of this program; result: count.
UPDATE state SET schema_version = $schema_version
