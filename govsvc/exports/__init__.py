"""A table as .xlsx or .csv."""
