-- A row is one step that was taken.
SELECT event_number, entry_number, kind, note, unit, deadline, event_day, noted_at, who, account FROM rectification_event ORDER BY event_number
