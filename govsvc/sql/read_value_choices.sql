-- A row is one value that a person explained.
SELECT field, header, cell, word FROM value_choice ORDER BY field, header, cell
