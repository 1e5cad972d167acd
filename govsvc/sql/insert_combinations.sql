-- Writes the rows of the registered view incoming_combination; result: count.
INSERT INTO combination SELECT combination_id, kind, month, status, attributes, key_field, flags, met, lists, told FROM incoming_combination
