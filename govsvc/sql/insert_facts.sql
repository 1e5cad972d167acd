-- Writes the rows of the registered view incoming_fact; result: count.
INSERT INTO fact SELECT kind, month, unit, key, name, attributes, met, lists FROM incoming_fact
