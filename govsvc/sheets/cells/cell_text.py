"""A cell as text: folded, so that what looks the same is the same."""

import math
import re
import unicodedata
from datetime import date, datetime, time, timedelta
from functools import lru_cache

import numpy as np

from govsvc.sheets.cells.column import Column
from govsvc.sheets.cells.radicals import unified

#: what a cell of a workbook holds; "" where it is blank
CellValue = str | float | bool | date | time | timedelta
#: zero-width and bidirectional marks, soft hyphen, byte order mark
MARKS = "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufe00-\ufe0f]"
_MARKS = re.compile(MARKS)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_ASCII_STOP = re.compile(r"[()]|(?<=[^\x00-\x7f])[,:;!?]")
_DASH = re.compile(r"[-—–―‐‑‒−─－_]+|/|／|无数据|未报送?")
#: beyond this a float no longer holds every digit
LARGEST_EXACT = 10**15


@lru_cache(maxsize=65536)
def _fold(text: str) -> str:
    text = _CONTROLS.sub("", _MARKS.sub("", unicodedata.normalize("NFKC", unified(text))))
    return " ".join(text.split())


def text(value: CellValue | None) -> str:
    """The cell as text: NFKC, without invisible marks, inner spaces single.

    Whole numbers have no decimal point.
    """
    if isinstance(value, str):
        return _fold(value) if value else ""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        is_whole = math.isfinite(value) and value == int(value) and abs(value) < LARGEST_EXACT
        return str(int(value)) if is_whole or isinstance(value, int) else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, (date, time)) else str(value)


def raw(value: CellValue | None) -> str:
    """The cell as text before it is folded: Ⅳ stays apart from IV."""
    return value if isinstance(value, str) else text(value)


@lru_cache(maxsize=65536)
def _chinese(folded: str) -> str:
    return _ASCII_STOP.sub(lambda stop: chr(ord(stop[0]) + 0xFEE0), folded)


def words(value: CellValue | None) -> str:
    """The cell as text that is kept and shown: with Chinese brackets and stops, （ and ( alike."""
    return _chinese(text(value))


def packed(value: CellValue | None) -> str:
    """The cell as text without any space: how headers and names are compared."""
    return text(value).replace(" ", "")


def is_dash(value: CellValue | None) -> bool:
    """Whether the cell says that there is nothing: — or /."""
    return bool(_DASH.fullmatch(packed(value)))


def name(value: CellValue | None) -> str:
    """`words`, "" where the cell says that there is nothing."""
    shown = words(value)
    return "" if is_dash(shown) else shown


def stays_in_name(cells: Column) -> np.ndarray:
    """For which cells it is known that `name` changes nothing."""
    is_special: np.ndarray = cells.cells_matching("^[无未）、。《》“”-]")
    return cells.is_ordinary & ~is_special
