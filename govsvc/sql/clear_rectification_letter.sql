-- Empties the table; result: count.
DELETE FROM rectification_letter
