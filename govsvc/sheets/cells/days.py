"""A cell → a day, or the end of what it is valid for. Nothing is guessed."""

import calendar
import re
from datetime import date, datetime

from govsvc.sheets.cells import cell_text
from govsvc.sheets.cells.cell_text import CellValue
from govsvc.sheets.cells.values import Wrong

EXPECTED = "日期，如 2026-12-31"
EXPECTED_VALIDITY = "日期，如 2026-12-31；没有期限的填 长期"
#: what has no end
ALWAYS = "长期"
_ALWAYS = re.compile(r"(长期|永久|无限期|不限|无期限).{0,4}")
_DAY = re.compile(
    r"(20\d\d)(?:年|[-./])(\d{1,2})(?:月|[-./])(\d{1,2})日?|(20\d\d)(\d\d)(\d\d)(?!\d)|"
    r"(20\d\d)(?:年|[-./])(\d{1,2})月?(?!\d)|(20\d\d)年?(?:底|末|$)"
)


def day(value: CellValue) -> str:
    """The day as 2026-12-31, "" where the cell has none. Raises Wrong."""
    spans = _spans(value)
    if spans is None:
        raise Wrong("not_a_day", "不是日期", EXPECTED)
    return spans[0][0].isoformat() if spans else ""


def validity(value: CellValue) -> tuple[str, str]:
    """(first day, last day) of a cell that gives one or both, "" where not.

    The last is 长期 where there is none. Raises Wrong.
    """
    if _ALWAYS.fullmatch(cell_text.packed(value)):
        return "", ALWAYS
    spans = _spans(value)
    if spans is None:
        raise Wrong("not_a_day", "不是日期", EXPECTED_VALIDITY)
    if not spans:
        return "", ""
    first = spans[0][0].isoformat() if len(spans) > 1 else ""
    return first, spans[-1][1].isoformat()


def _spans(value: CellValue) -> list[tuple[date, date]] | None:
    """(first, last) day of every date in the cell: a month or year is as long as it is.

    None where it is no date.
    """
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return [(value, value)]
    word = cell_text.packed(value)
    if not word or cell_text.is_dash(word):
        return []
    try:
        return [
            _span(*(int(part) for part in match.groups() if part)) for match in _DAY.finditer(word)
        ] or None
    except ValueError:
        return None


def _span(year: int, month: int | None = None, day_of: int | None = None) -> tuple[date, date]:
    """Raises ValueError where there is no such day."""
    first = date(year, month or 1, day_of or 1)
    last_month = month or 12
    return first, date(year, last_month, day_of or calendar.monthrange(year, last_month)[1])
