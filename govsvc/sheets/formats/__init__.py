"""Bytes of a file to grids of cells."""
