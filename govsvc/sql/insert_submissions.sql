-- Writes what units handed in, in force from now on; result: count.
INSERT INTO submission SELECT $batch_id, $month, $kind, unit, $state, $note, $version, 9223372036854775807 FROM (SELECT unnest($units::VARCHAR[]) AS unit) AS named
