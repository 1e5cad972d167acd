"""What all marked workbooks share: fonts, fills, limits, and cells that hold text as text."""

import re
import unicodedata
from collections.abc import Iterable
from copy import copy

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.styles.styleable import StyleableObject
from openpyxl.utils.cell import column_index_from_string
from openpyxl.worksheet.worksheet import Worksheet

from govsvc.domain.errors import FileRefused, Issue
from govsvc.domain.safe_text import safe

#: more cells than these openpyxl cannot write within the worker's time
MOST_CELLS = 200_000
#: row of the list's headers, below its title, facts and notes
HEADER_ROW = 4
FONT = "Microsoft YaHei"
LINE = Border(bottom=Side(style="hair", color="CCD4DD"))
SEVERITIES = {"error": "错误", "warning": "提示"}
FILLS = {
    "error": PatternFill("solid", fgColor="FFFCEEDF"),
    "warning": PatternFill("solid", fgColor="FFE6F0FA"),
}
#: characters that XML, and so a workbook, cannot hold
ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LONGEST = 1000
_LAST_ROW, _LAST_COLUMN = 2**20, 2**14


def too_many_cells() -> FileRefused:
    return FileRefused(f"单元格超过{MOST_CELLS // 10000}万个")


def plain(value: str) -> str:
    """Text without control and direction marks."""
    text = str(safe(value))
    return text[1:] if text.startswith("'") and not value.startswith("'") else text


def cut(text: str, most: int) -> str:
    """The text, with … for what is over `most` characters."""
    return text if len(text) <= most else text[: most - 1] + "…"


def columns_wide(text: str) -> int:
    """Its width in half-width characters; a Chinese one is two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def position(issue: Issue) -> tuple[int, int] | None:
    """(row, column) from 1 of its cell, None where it has none or none that Excel knows."""
    if not issue.row or not issue.column:
        return None
    try:
        column = column_index_from_string(issue.column)
    except ValueError:
        return None
    return (issue.row, column) if issue.row <= _LAST_ROW and column <= _LAST_COLUMN else None


def put(
    sheet: Worksheet,
    row: int,
    column: int,
    value: str | float | None,
    font: Font | None = None,
    style: StyleArray | None = None,
) -> Cell:
    """The cell with the value, made safe; a ready `style` is faster than a font."""
    if isinstance(value, str):
        cell = sheet.cell(row, column, cut(str(safe(value)), _LONGEST))
        # a text that begins with = is no formula
        cell.data_type = "s"
    else:
        cell = sheet.cell(row, column, value)
    if style is not None:
        set_style(cell, style)
        return cell
    if font:
        cell.font = font
    cell.alignment = Alignment(
        vertical="top" if row > HEADER_ROW else "center", wrap_text=True, horizontal="left"
    )
    return cell


def sheet_title(name: str, taken: Iterable[str]) -> str:
    """A name that Excel accepts for a sheet and that no other sheet has."""
    base = re.sub(r"[\\/*?:\[\]\x00-\x1f]", " ", str(safe(name))).strip("' ") or "表"
    others = {other.casefold() for other in taken}
    title, number = base[:31], 1
    while title.casefold() in others:
        number += 1
        title = f"{base[:26]} ({number})"
    return title


def style_of(styled: StyleableObject) -> StyleArray:
    """The numbers of its formats: copying them is many times faster than setting a format."""
    return styled._style  # type: ignore[attr-defined]  # private, not in the stub


def set_style(styled: StyleableObject, style: StyleArray) -> None:
    styled._style = copy(style)  # type: ignore[attr-defined]  # private, not in the stub
