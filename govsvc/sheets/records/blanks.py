"""Columns, and departments' blocks of them, that are wholly blank (整列未填): asked, not counted."""

import numpy as np

from govsvc.sheets.cells import cell_text
from govsvc.sheets.cells.column import Column
from govsvc.sheets.records.sheet_reader import SheetReader


def blank_rows(reader: SheetReader, column: int) -> np.ndarray:
    """Per data row whether the column has nothing but a dash; a formula without a value is no
    blank.
    """
    found = reader.column(column).mask(
        lambda cell: not cell_text.text(cell) or cell_text.is_dash(cell)
    )
    return found & ~reader.is_uncomputed(column)


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
    units: Column,
    blank: np.ndarray,
    wanted: np.ndarray,
    expected: str,
) -> np.ndarray:
    """The `wanted` rows of the column, or of units' blocks of it, that are wholly `blank`, each
    column or block said once.

    `units`: the department or township of each row.
    """
    blank = blank & wanted
    if not blank.any():
        return blank
    if (blank == wanted).all():
        warn_of_column(reader, column, expected)
        return blank
    names, block = units.groups()
    is_empty = np.bincount(block[wanted], ~blank[wanted], len(names)) == 0
    found = blank & is_empty[block]
    for number in dict.fromkeys(block[found].tolist()):
        rows = np.nonzero(found & (block == number))[0]
        first, last = reader.rows[rows[0]], reader.rows[rows[-1]]
        reader.sheet_issue(
            "warning",
            "column_blank",
            (
                f"{names[number] or '未填单位'}的“{reader.table.header_at(column)}”整块未填（第"
                f"{first + 1}—{last + 1}行），该项未计入。"
            ),
            expected,
            (first, column),
        )
    return found
