-- A row is one assigned matter.
SELECT entry_number, version, unit, matter, problem, assigned_on, first_deadline, lead, person, measure, source, document, cycle, list_key, kind, month, row_key, codes
FROM rectification_entry ORDER BY entry_number
