-- One row: data version, schema version.
SELECT version, schema_version FROM state
