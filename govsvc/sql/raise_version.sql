-- One row with the new version, or none where the data are no longer at $expected.
UPDATE state SET version = version + 1 WHERE version = $expected RETURNING version
