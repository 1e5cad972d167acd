-- Writes one target; result: count.
INSERT INTO target VALUES ($batch_id, $year, $until, $indicator, $value, $place, $lead_unit)
