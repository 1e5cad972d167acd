-- Brings the table to the columns of schema 8, with the rows that it has; result: none.
CREATE OR REPLACE TABLE unit AS
SELECT name, kind, short_names, aliases, management, leader, contact, phone, valid_from, valid_to, merged_into,
    '' AS has_section, '' AS is_entered_whole, '' AS is_supervised
FROM unit
