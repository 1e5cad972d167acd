-- Writes the rows of the registered view incoming_unit; result: count.
INSERT INTO unit SELECT name, kind, short_names, aliases, management, leader, contact, phone, valid_from, valid_to, merged_into, has_section, is_entered_whole, is_supervised, takes_at_one_window, pushes_on, hands_out_at_window, archives FROM incoming_unit
