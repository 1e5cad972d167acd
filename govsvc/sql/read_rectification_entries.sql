-- A row is one assigned matter.
SELECT entry_number, version, unit, matter, problem, assigned_on, first_deadline, lead, person, measure, source, document, cycle, list_key, kind, month, row_key, codes,
    partners, goal, note, code, evidence, file, moved_to, returns_before, extensions_before, rebounds_before
FROM rectification_entry ORDER BY entry_number
