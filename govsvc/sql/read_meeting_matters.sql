-- A row is one assigned matter and the meeting that decided it.
SELECT entry_number, meeting_number FROM meeting_matter ORDER BY entry_number
