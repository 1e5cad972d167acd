-- Adds the column of schema 9 to the units, who have said nothing of it; result: none.
ALTER TABLE unit ADD COLUMN hands_out_at_window VARCHAR DEFAULT ''
