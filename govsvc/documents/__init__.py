"""Workbooks and papers that the program writes."""
