-- A row is one unit that is being written, until its write is committed.
CREATE TEMPORARY TABLE incoming_unit (
    name VARCHAR, kind VARCHAR, short_names VARCHAR[], aliases VARCHAR[], management VARCHAR, leader VARCHAR, contact VARCHAR, phone VARCHAR,
    valid_from DATE, valid_to DATE, merged_into VARCHAR,
    has_section VARCHAR, is_entered_whole VARCHAR, is_supervised VARCHAR,
    takes_at_one_window VARCHAR, pushes_on VARCHAR, hands_out_at_window VARCHAR, archives VARCHAR) ON COMMIT DROP
