"""The days and weeks of a 回访台账: dates without a year, weeks in names of sheets and headings."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from govsvc.domain.feedback import monday
from govsvc.domain.months import month_text
from govsvc.sheets.cells import cell_text, days
from govsvc.sheets.cells.cell_text import CellValue
from govsvc.sheets.cells.values import Wrong
from govsvc.sheets.records.sheet_reader import SheetReader, caught

#: a week begins in one month and ends in the next
_BEYOND = timedelta(days=7)
_NO_YEAR = re.compile(r"(\d{1,2})(?:月|[./-])(\d{1,2})日?(?:\D.*)?")
_SPAN = re.compile(
    r"(?<!\d)(?:20\d\d[年.])?(\d{1,2})[.月](\d{1,2})日?[-—–~～至到](?:(\d{1,2})[.月])?(\d{1,2})日?"
)
_WEEK = re.compile(r"第(\d{1,2})周")
#: of days that have their own
_ANY_YEAR = 2000
_WITH_YEAR = re.compile(r"20\d\d")
#: 第1周 to 第5周 may be of the month
_MOST_OF_MONTH = 5
EXPECTED = "日期，如 2026-09-21"


def day_of(cell: CellValue, month: date) -> date | None:
    """The day, None where the cell is blank. A year that is missing is the one nearest to `month`.

    Raises Wrong; of 9.3 as a number nobody knows whether 3 or 30 was meant.
    """
    if isinstance(cell, (date, datetime)):
        return cell.date() if isinstance(cell, datetime) else cell
    word = cell_text.packed(cell)
    if not word or cell_text.is_dash(cell):
        return None
    if isinstance(cell, float) and len(word.partition(".")[2]) == 1:
        raise Wrong("day_unclear", f"按数字保存，{word}与{word}0分不清", f"{EXPECTED}（文本格式）")
    short = _NO_YEAR.fullmatch(word)
    if short:
        return _nearest(int(short[1]), int(short[2]), month)
    text = days.day(cell)
    return date.fromisoformat(text) if text else None


def _nearest(month_number: int, day_number: int, month: date) -> date:
    """Raises Wrong where there is no such day."""
    try:
        years = [date(month.year + n, month_number, day_number) for n in (-1, 0, 1)]
    except ValueError:
        raise Wrong("not_a_day", "不是日期", EXPECTED) from None
    return min(years, key=lambda day: abs(day - month))


def month_of(reader: SheetReader, year: int | None) -> date | None:
    """The month that most days of the ledger are in; `year`: of days that have none."""
    if "called_on" not in reader.table.columns:
        return None
    read = [
        caught(lambda cell: day_of(cell, date(year or _ANY_YEAR, 7, 1)))(cell)
        for cell in reader.field("called_on")
        if year or isinstance(cell, date) or _WITH_YEAR.match(cell_text.packed(cell))
    ]
    months = Counter(day.replace(day=1) for day in read if isinstance(day, date))
    return months.most_common(1)[0][0] if months else None


def week_in(line: str, month: date) -> date | None:
    """The Monday of the week that a name or heading names: 9.21-9.25, 第38周; None where it names
    none, or a number that may be of the month.
    """
    word = cell_text.packed(line)
    span = _SPAN.search(word)
    if span:
        try:
            return monday(_nearest(int(span[1]), int(span[2]), month))
        except Wrong:
            return None
    week = _WEEK.search(word)
    if not week or int(week[1]) <= _MOST_OF_MONTH:
        return None
    try:
        return date.fromisocalendar(month.year, int(week[1]), 1)
    except ValueError:
        return None


def days_of(reader: SheetReader, month: date) -> list[date | None]:
    """The day of each row; an error at a day that is not of the month, nor of a week of it.

    A cell that is no day costs the day alone.
    """
    column = reader.table.columns.get("called_on")
    if column is None:
        return [None] * len(reader.rows)
    found: list[date | None] = []
    next_month = (month + timedelta(days=32)).replace(day=1)
    for row in reader.rows:
        day = _carried(found) if _is_same(reader.at(row, column)) else None
        try:
            day = day or day_of(reader.at(row, column), month)
        except Wrong as wrong:
            reader.warn(row, column, wrong.code, f"{wrong.message}，日期未采用", wrong.expected)
        if day and not month - _BEYOND <= day < next_month + _BEYOND:
            reader.error(
                row,
                column,
                "another_month",
                f"不在本表的月份{month_text(month)}",
                f"{month_text(month)}的日期（一张表只放一个月）",
            )
        found.append(day)
    return found


def weeks_of(
    reader: SheetReader, month: date, days_read: Sequence[date | None]
) -> list[date | None]:
    """The Monday of the week of each row: of its day, else of the heading above it, else of the
    sheet's name or title, else of the other rows.
    """
    headings = [
        (row, week) for row, text in reader.captions if (week := week_in(text, month)) is not None
    ]
    begins = [row for row, _ in headings]
    lines = (reader.grid.name, *reader.table.titles)
    named = next(filter(None, (week_in(line, month) for line in lines)), None)
    known = {monday(day) for day in days_read if day}
    of_sheet = named or (known.pop() if len(known) == 1 else None)
    weeks: list[date | None] = []
    for row, day in zip(reader.rows, days_read):
        above = bisect_right(begins, row)
        heading = headings[above - 1][1] if above else None
        weeks.append(monday(day) if day else heading or of_sheet)
    return weeks


def _is_same(cell: CellValue) -> bool:
    return cell_text.packed(cell) in SAME


#: what repeats the cell above
SAME = frozenset({"同上", "〃", "″", "同前"})


def _carried(found: Sequence[date | None]) -> date | None:
    return found[-1] if found else None
