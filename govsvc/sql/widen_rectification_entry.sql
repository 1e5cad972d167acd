-- Brings the table to the columns of schema 6, with the rows that it has; result: none.
CREATE OR REPLACE TABLE rectification_entry AS
SELECT entry_number, version, unit, matter, problem, assigned_on, first_deadline, lead, person, measure, source, document, cycle, list_key, kind, month, row_key, codes,
    '' AS partners, '' AS goal, '' AS note, '' AS code, '' AS evidence, '' AS file,
    NULL::DATE AS moved_to, 0::INTEGER AS returns_before, 0::INTEGER AS extensions_before, 0::INTEGER AS rebounds_before
FROM rectification_entry
