"""Workdays (工作日) by the table 节假日安排, which the State Council publishes a year at a time.

A year that the table lacks counts Monday to Friday, and whoever asks is told so.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from govsvc.domain.errors import GovsvcError

_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day of 节假日安排: off (休), or worked though at a weekend (班). `document`: its 文号."""

    day: date
    is_off: bool
    document: str


def _year(
    year: int, document: str, off: Iterable[tuple[str, str]], worked: Iterable[str]
) -> list[SpecialDay]:
    """The days of a published year; `off`: first and last day of each holiday, as MM-DD."""
    days = []
    for first, last in off:
        day, end = (date.fromisoformat(f"{year}-{text}") for text in (first, last))
        while day <= end:
            days.append(SpecialDay(day, True, document))
            day += _DAY
    worked_days = (date.fromisoformat(f"{year}-{text}") for text in worked)
    return [*days, *(SpecialDay(day, False, document) for day in worked_days)]


#: what the General Office of the State Council has published
PUBLISHED = (
    *_year(
        2025,
        "国办发明电〔2024〕12号",
        [
            ("01-01", "01-01"),
            ("01-28", "02-04"),
            ("04-04", "04-06"),
            ("05-01", "05-05"),
            ("05-31", "06-02"),
            ("10-01", "10-08"),
        ],
        ["01-26", "02-08", "04-27", "09-28", "10-11"],
    ),
    *_year(
        2026,
        "国办发明电〔2025〕7号",
        [
            ("01-01", "01-03"),
            ("02-15", "02-23"),
            ("04-04", "04-06"),
            ("05-01", "05-05"),
            ("06-19", "06-21"),
            ("09-25", "09-27"),
            ("10-01", "10-07"),
        ],
        ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"],
    ),
)


_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_OFF = re.compile(r"(\d{1,2})月(\d{1,2})日(?:至(?:(\d{1,2})月)?(\d{1,2})日)?(?=放假)")
_WORKED = re.compile(r"(\d{1,2})月(\d{1,2})日")


def of_notice(text: str, year: int, document: str) -> list[SpecialDay]:
    """The days in the text of the yearly notice: 1月1日（周四）至3日（周六）放假调休，共3天。
    1月4日（周日）上班。 Empty where it names none. Raises GovsvcError for a day that is none.
    """
    plain = _BRACKETS.sub("", re.sub(r"\s", "", text))
    try:
        off = [
            (
                f"{int(month):02}-{int(first):02}",
                f"{int(until or month):02}-{int(last or first):02}",
            )
            for month, first, until, last in _OFF.findall(plain)
        ]
        worked = [
            f"{int(month):02}-{int(day):02}"
            for sentence in re.split("[。；;]", plain)
            if sentence.endswith("上班")
            for month, day in _WORKED.findall(sentence)
        ]
        return _year(year, document, off, worked)
    except ValueError as error:
        raise GovsvcError.of("no_such_day", year=year) from error


class WorkCalendar:
    """Which days are worked, and how far days are apart in workdays."""

    def __init__(self, days: Iterable[SpecialDay] = ()):
        """`days`: what is entered; a year among them takes the place of the published one."""
        entered = list(days)
        years = {one.day.year for one in entered}
        self.days = tuple(
            sorted(
                [*entered, *(one for one in PUBLISHED if one.day.year not in years)],
                key=lambda one: one.day,
            )
        )
        self._is_off = {one.day: one.is_off for one in self.days}
        self._years = {one.day.year for one in self.days}
        self._between: dict[tuple[date, date], int] = {}

    def is_workday(self, day: date) -> bool:
        return not self._is_off.get(day, day.weekday() >= _SATURDAY)

    def after(self, day: date, count: int) -> date:
        """The day that is so many workdays after `day`; the next workday is the first. Raises
        ValueError where `count` is below 1.
        """
        if count < 1:
            raise ValueError(count)
        while count:
            day += _DAY
            count -= self.is_workday(day)
        return day

    def between(self, start: date, end: date) -> int:
        """Workdays after `start` up to and with `end`; 0 where `end` is no later."""
        if (start, end) not in self._between:
            days = range(1, (end - start).days + 1)
            self._between[start, end] = sum(self.is_workday(start + _DAY * n) for n in days)
        return self._between[start, end]

    def lacking(self, start: date, end: date) -> list[int]:
        """The years from `start` to `end` that the table lacks."""
        return [year for year in range(start.year, end.year + 1) if year not in self._years]

    def caveat(self, start: date, end: date) -> str:
        """2027年节假日未录入，按周一至周五推算; "" where no year is lacking."""
        lacking = self.lacking(start, end)
        years = "、".join(f"{year}年" for year in lacking)
        if len(lacking) > 2 and lacking[-1] - lacking[0] == len(lacking) - 1:
            years = f"{lacking[0]}—{lacking[-1]}年"
        return f"{years}节假日未录入，按周一至周五推算" if years else ""
