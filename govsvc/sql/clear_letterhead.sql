-- Empties the table; result: count.
DELETE FROM letterhead
