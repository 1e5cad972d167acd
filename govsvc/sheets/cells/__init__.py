"""What one cell or one column of cells means."""
