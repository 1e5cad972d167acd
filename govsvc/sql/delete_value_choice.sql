-- Forgets one explained value; result: count.
DELETE FROM value_choice WHERE field = $field AND header = $header AND cell = $cell
