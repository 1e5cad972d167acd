-- Writes one target, in force from now on; result: count.
INSERT INTO target VALUES ($batch_id, $year, $until, $indicator, $value, $place, $lead_unit, $version, 9223372036854775807)
