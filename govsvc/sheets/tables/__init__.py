"""Cells to tables: where a header stands, what kind of sheet it is, which column is which field."""
