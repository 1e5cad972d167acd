"""The month of data, out of cells, titles, sheet names and file names; and 数据截止日."""

import re
from collections.abc import Iterable
from datetime import date, datetime

from govsvc.sheets.cells import cell_text, values, vocabulary
from govsvc.sheets.cells.cell_text import CellValue
from govsvc.sheets.cells.values import Wrong

_FULL_DATE = re.compile(
    r"(?<!\d)(20\d{2})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})(?!\d)\s*日?"
    r"(\s*\d{1,2}:\d{2}(:\d{2})?)?"
)
_COMPACT_DATE = re.compile(r"(?<!\d)20\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
_DAY = re.compile(r"(?<!\d)\d{1,2}\s*月\s*\d{1,2}\s*日")
_RANGE = re.compile(r"(?<!\d)\d{1,2}\s*月?\s*[-—–~至]\s*(?=\d{1,2}\s*月)")
_YEAR_MONTH = re.compile(r"(?<!\d)(20\d{2})\s*(?:年度?\s*|[.\-/_]\s*)(\d{1,2})(?!\d)(?!\.\d)")
_COMPACT = re.compile(r"(?<!\d)(20\d{2})(0[1-9]|1[0-2])(?!\d)")
_MONTH = re.compile(r"(?<![\d年])(\d{1,2})\s*月")
_SHORT_YEAR = re.compile(r"(?<!\d)\d{2}\s*年\s*\d{1,2}\s*月")
_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")
_CHINESE = re.compile(r"([二〇零○O一三四五六七八九]{4})年(?:([一二三四五六七八九十]{1,3})月)?")
_DIGITS = "〇一二三四五六七八九"
_CHINESE_MONTH = re.compile(r"(?<![一二三四五六七八九十])([一二三四五六七八九十]{1,3})月")
_QUARTER = re.compile(
    r"前?第?(?:[1-4一二三四][-—–~至])?(?P<quarter>[1-4一二三四])季(?:度末?|末)|"
    r"(?<![A-Za-z])Q(?P<q>[1-4])(?!\d)|(?P<half>[上下])半年"
)
_DATE_BEHIND = r"[^\d]{0,8}(20\d{2})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})"
_CUTOFF = re.compile(rf"(?:截止|截至|数据时点|统计时点){_DATE_BEHIND}")
#: a day at whose state a sheet was made
_STATE_OF = re.compile(rf"(?:统计|数据|截止|截至|填报|时点){_DATE_BEHIND}")
_LATE_DAY = 25
EXPECTED = "月份，如 2026年10月"


def _arabic(line: str) -> str:
    """二〇二六年十月 → 2026年10月; a quarter or half a year as its last month."""

    def year(match: re.Match[str]) -> str:
        # 零, ○ and O are all written for 〇
        digits = "".join(str(max(_DIGITS.find(character), 0)) for character in match[1])
        return f"{digits}年" + (f"{values.chinese_number(match[2])}月" if match[2] else "")

    line = _QUARTER.sub(_end_of_quarter, _CHINESE.sub(year, line))
    return _CHINESE_MONTH.sub(lambda match: f"{values.chinese_number(match[1]) or ''}月", line)


def _end_of_quarter(match: re.Match[str]) -> str:
    """The figures are a state at the end of a period: 三季度 is 9月, 上半年 is 6月."""
    word = match["quarter"] or match["q"]
    if word:
        return f"{3 * (values.chinese_number(word) or 0)}月"
    return "6月" if match["half"] == "上" else "12月"


def named(line: str) -> tuple[int | None, int] | None:
    """(year or None, month) that a title or name speaks of; None where it names none.

    Full dates are passed over.
    """
    line = _arabic(cell_text.text(line))
    # 2026年1-9月 ends in September, and looks like a full date until its beginning is gone
    line = _DAY.sub(" ", _COMPACT_DATE.sub(" ", _FULL_DATE.sub(" ", _RANGE.sub("", line))))
    for pattern in (_YEAR_MONTH, _COMPACT):
        for match in pattern.finditer(line):
            if 1 <= int(match[2]) <= 12:
                return int(match[1]), int(match[2])
    for match in _MONTH.finditer(_SHORT_YEAR.sub(" ", line)):
        if 1 <= int(match[1]) <= 12:
            return None, int(match[1])
    return None


def year_of(line: str, month: int) -> int | None:
    """The year that a line gives to a bare month.

    A full date (of filling in) gives the latest such month before it.
    """
    line = _arabic(cell_text.text(line))
    full = _FULL_DATE.search(line)
    if full and 1 <= int(full[2]) <= 12:
        return int(full[1]) - (month > int(full[2]))
    match = _YEAR.search(line)
    return int(match[1]) if match else None


def find(sources: Iterable[tuple[str, Iterable[str]]]) -> tuple[date, str] | None:
    """(month, the source's name) of the first source that names a month.

    `sources`: (name, lines). A year that is missing is looked for in the sources from there on,
    then in those before.
    """
    listed = [(name, list(lines)) for name, lines in sources]
    for number, (name, lines) in enumerate(listed):
        for line in lines:
            year, month = named(line) or (None, None)
            if month is None:
                continue
            if year is None:
                others = [other for _, rest in [*listed[number:], *listed] for other in rest]
                year = next(filter(None, (year_of(other, month) for other in others)), None)
            if year:
                return date(year, month, 1), name
    return _of_last_days(listed)


def _of_last_days(listed: list[tuple[str, list[str]]]) -> tuple[date, str] | None:
    """The month of 统计时间：2026年9月30日, where the day is one of its last: what is the state of
    an early day may well be called the month before.
    """
    for name, lines in listed:
        for line in lines:
            match = _STATE_OF.search(_arabic(cell_text.text(line)))
            if match and 1 <= int(match[2]) <= 12 and int(match[3]) >= _LATE_DAY:
                return date(int(match[1]), int(match[2]), 1), name
    return None


def cutoff(lines: Iterable[str]) -> date | None:
    """数据截止日 where a line gives it with its year."""
    for line in lines:
        match = _CUTOFF.search(cell_text.text(line))
        if match:
            try:
                return date(int(match[1]), int(match[2]), int(match[3]))
            except ValueError:
                continue
    return None


def cell(value: CellValue, year: int | None) -> date | None:
    """The month in a cell of a month column, None where blank; `year` completes a bare month.

    Raises Wrong.
    """
    if isinstance(value, (date, datetime)):
        return date(value.year, value.month, 1)
    word = cell_text.text(value)
    if not word or cell_text.is_dash(word):
        return None
    if word == vocabulary.TO_CHECK:
        raise Wrong(
            "not_corrected",
            "表示这一行上次有误、还没有改正",
            "先改正这一行，再把这一格改为" + EXPECTED,
        )
    if isinstance(value, float) and 2000 <= value < 2100 and value != int(value):
        # 2026.10 as a number has become 2026.1: January and October look alike
        raise Wrong("month_unclear", "月份按数字保存，1月与10月分不清", EXPECTED + "（文本格式）")
    line = _arabic(word)
    for pattern in (
        r"(20\d{2})\s*年\s*(\d{1,2})\s*月?(?:份|\s*\d{1,2}日)?",
        r"(20\d{2})[-./](\d{1,2})(?:[-./]\d{1,2})?(?:\s+[\d:]+)?",
        r"(20\d{2})(\d{2})(?:\d{2})?",
    ):
        match = re.fullmatch(pattern, line)
        if match and 1 <= int(match[2]) <= 12:
            return date(int(match[1]), int(match[2]), 1)
    match = re.fullmatch(r"(\d{1,2})\s*月份?", line)
    if match and 1 <= int(match[1]) <= 12 and year:
        return date(year, int(match[1]), 1)
    raise Wrong("not_a_month", "不是月份", EXPECTED)
