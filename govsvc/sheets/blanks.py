"""Columns, and departments' blocks of them, that are wholly blank (整列未填): asked, not counted."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from govsvc.sheets import values
from govsvc.sheets.checks import SheetReader, address


def is_wholly_blank(reader: SheetReader, column: int, rows: Sequence[int]) -> bool:
    """Whether none of the rows has anything but a dash in the column; not where there are no rows."""
    return bool(rows) and all(_is_blank(reader, row, column) for row in rows)


def warn_of_column(reader: SheetReader, column: int, expected: str) -> None:
    """The warning that a column is wholly blank, at its header."""
    reader.sheet_issue("warning", "column_blank", f"“{reader.table.header_at(column)}”整列未填，该项未计入。", expected,
                       address(reader.table.last, column))


def blank_blocks(reader: SheetReader, column: int, units: Mapping[int, str], expected: str) -> set[int]:
    """The rows of the column, or of units' blocks of it, that are wholly blank, each said once. `units`: row → unit."""
    rows = list(units)
    if is_wholly_blank(reader, column, rows):
        warn_of_column(reader, column, expected)
        return set(rows)
    blocks: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        blocks[units[row]].append(row)
    found: set[int] = set()
    for unit, block in blocks.items():
        if is_wholly_blank(reader, column, block):
            found.update(block)
            reader.sheet_issue("warning", "column_blank",
                               f"{unit or '未填单位'}的“{reader.table.header_at(column)}”整块未填（第{block[0] + 1}—{block[-1] + 1}行），该项未计入。",
                               expected, address(block[0], column))
    return found


def _is_blank(reader: SheetReader, row: int, column: int) -> bool:
    cell = reader.at(row, column)
    return (row, column) not in reader.grid.uncomputed and (not values.text(cell) or values.is_dash(cell))
