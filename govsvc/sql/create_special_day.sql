-- A row is one day of 节假日安排 as it was entered: off, or worked though at a weekend.
CREATE TABLE IF NOT EXISTS special_day (special_day DATE NOT NULL, is_off BOOLEAN NOT NULL, document VARCHAR NOT NULL)
