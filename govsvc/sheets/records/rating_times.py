"""When ratings of an export were given: 评价时间 with a year, to the second where it says so."""

from collections import Counter
from datetime import date, datetime

import numpy as np

from govsvc.sheets.cells import cell_text, days
from govsvc.sheets.cells.cell_text import CellValue
from govsvc.sheets.cells.column import Column
from govsvc.sheets.cells.values import Wrong
from govsvc.sheets.records.sheet_reader import SheetReader

#: what is no time
UNKNOWN = "?"
_DAY = 10


def times_of(reader: SheetReader, name: str = "rated_on") -> Column[str]:
    """Of each row 2026-10-03 09:12:33 or 2026-10-03, which sort; "" of a blank, `UNKNOWN` of what
    is no day.
    """
    return reader.field(name).map(_time, _stays)


def month_of(reader: SheetReader, name: str = "rated_on") -> date | None:
    """The month that most ratings are of; of several the first."""
    months = Counter(month_text for month_text in map(_month, times_of(reader, name)) if month_text)
    if not months:
        return None
    most = max(months.values())
    return date.fromisoformat(min(text for text, n in months.items() if n == most) + "-01")


def _month(time: str) -> str:
    return "" if time == UNKNOWN else time[:7]


def day_of(time: str) -> date | None:
    """The day of such a time."""
    return date.fromisoformat(time[:_DAY]) if len(time) >= _DAY else None


def _stays(cells: Column) -> np.ndarray:
    return cells.cells_matching(
        r"^20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])(?: [0-2]\d:[0-5]\d(?::[0-5]\d)?)?$"
    )


def _time(cell: CellValue) -> str:
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=None).isoformat(" ", "seconds")
    word = cell_text.text(cell)
    if not word or cell_text.is_dash(cell):
        return ""
    head, _, clock = word.replace("T", " ").partition(" ")
    try:
        day = days.day(cell if isinstance(cell, date) else head)
    except Wrong:
        return UNKNOWN
    return f"{day} {clock}".strip() if day and len(day) == _DAY else UNKNOWN
