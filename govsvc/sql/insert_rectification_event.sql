-- Writes one step; result: count.
INSERT INTO rectification_event VALUES ($event_number, $number, $version, $step_kind, $note, $unit, $deadline, $event_day, $noted_at, $who, $account)
