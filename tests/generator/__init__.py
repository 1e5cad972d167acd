"""Makes random valid months, writes them as messy workbooks, and says what must be read of them.

Nothing here reads a workbook.
"""
