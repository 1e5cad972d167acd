-- A row is one department or township.
SELECT name, kind, short_names, aliases, management, leader, contact, phone, valid_from, valid_to, merged_into, has_section, is_entered_whole, is_supervised,
    takes_at_one_window, pushes_on, hands_out_at_window, archives
FROM unit ORDER BY kind, name
