"""Columns, and departments' blocks of them, that are wholly blank (整列未填).

They are a question to the clerk and are not counted.
"""

import numpy as np

from govsvc.sheets.cells import cell_text
from govsvc.sheets.cells.column import Column
from govsvc.sheets.records.sheet_reader import SheetReader


def blank_rows(reader: SheetReader, column: int) -> np.ndarray:
    """Whether the row has nothing or a dash in the column.

    A cell that cannot be read is no blank.
    """
    blank = reader.column(column).mask(lambda cell: not cell_text.name(cell))
    return blank & ~reader.is_unreadable(column)


def is_wholly_blank(reader: SheetReader, column: int) -> bool:
    """Whether all rows are blank in the column; not where there are no rows."""
    return bool(reader.rows) and bool(blank_rows(reader, column).all())


def warn_of_column(reader: SheetReader, column: int, expected: str) -> None:
    """The warning that a column is wholly blank, at its header."""
    reader.sheet_issue(
        "warning",
        "column_blank",
        f"“{reader.table.header_at(column)}”整列未填，该项未计入。",
        expected,
        (reader.table.last, column),
    )


def blank_blocks(
    reader: SheetReader,
    column: int,
    units: Column[str],
    blank: np.ndarray,
    wanted: np.ndarray,
    expected: str,
) -> np.ndarray:
    """The `wanted` rows of the column, or of units' blocks of it, that are wholly `blank`.

    Each such column or block is one warning. `units`: the department or township of each row.
    """
    blank = blank & wanted
    if not blank.any():
        return blank
    if (blank == wanted).all():
        warn_of_column(reader, column, expected)
        return blank
    names, block = units.groups()
    is_empty = np.bincount(block[wanted], ~blank[wanted], len(names)) == 0
    in_blocks = blank & is_empty[block]
    for number in dict.fromkeys(block[in_blocks].tolist()):
        rows = np.nonzero(in_blocks & (block == number))[0]
        first, last = reader.rows[rows[0]], reader.rows[rows[-1]]
        header = reader.table.header_at(column)
        reader.sheet_issue(
            "warning",
            "column_blank",
            f"{names[number] or '未填单位'}的“{header}”整块未填（第{first + 1}—{last + 1}行），"
            "该项未计入。",
            expected,
            (first, column),
        )
    return in_blocks
