-- The row is the last number of an entry and of a step, 0 where there is none.
SELECT (SELECT coalesce(max(entry_number), 0) FROM rectification_entry) AS entry_number, (SELECT coalesce(max(event_number), 0) FROM rectification_event) AS event_number
