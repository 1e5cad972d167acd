-- Writes one explained value; result: count.
INSERT INTO value_choice VALUES ($field, $header, $cell, $word)
