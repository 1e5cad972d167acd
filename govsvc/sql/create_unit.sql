-- A row is one department or township: its name, every other name it goes by, whose it is, the unit that stands for it after valid_to ('' for none), and what is said of 三集中三到位 and of 一窗受理—集成服务—审核发证—归档 ('' for nothing).
CREATE TABLE IF NOT EXISTS unit (
    name VARCHAR NOT NULL, kind VARCHAR NOT NULL, short_names VARCHAR[] NOT NULL, aliases VARCHAR[] NOT NULL, management VARCHAR NOT NULL,
    leader VARCHAR NOT NULL, contact VARCHAR NOT NULL, phone VARCHAR NOT NULL, valid_from DATE, valid_to DATE, merged_into VARCHAR NOT NULL,
    has_section VARCHAR NOT NULL, is_entered_whole VARCHAR NOT NULL, is_supervised VARCHAR NOT NULL,
    takes_at_one_window VARCHAR NOT NULL, pushes_on VARCHAR NOT NULL, hands_out_at_window VARCHAR NOT NULL, archives VARCHAR NOT NULL)
