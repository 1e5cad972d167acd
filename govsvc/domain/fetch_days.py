"""取数日: the days on which city and province take their figures: a day of every month, or one
date.
"""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from govsvc.domain.errors import GovsvcError

#: who takes the figures, as it is kept → as it is called
WHOSE = {"city": "市", "province": "省"}
#: the key of a setting begins with it
SETTING = "fetch_day_"
_EACH_MONTH = re.compile(r"(?:每月|每个月)?(\d{1,2})[日号]?")
_ON_A_DATE = re.compile(r"(\d{4})[年./-](\d{1,2})[月./-](\d{1,2})日?")


@dataclass(frozen=True, slots=True)
class FetchDay:
    """The next day on which the city or the province takes its figures."""

    whose: str
    day: date
    left: int

    @property
    def text(self) -> str:
        """距市取数日还有3天（11月26日）; 今天是市取数日."""
        return (
            f"距{self.whose}取数日还有{self.left}天（{self.day.month}月{self.day.day}日）"
            if self.left
            else f"今天是{self.whose}取数日"
        )


def typed(text: str) -> str:
    """A 取数日 as settings store it: the day of the month, an ISO date, or "" for none.

    Raises GovsvcError with what may be typed.
    """
    word = unicodedata.normalize("NFKC", text).replace(" ", "")
    if not word:
        return ""
    wrong = GovsvcError(
        f"“{text.strip()[:20]}”不是取数日。",
        "每月固定的写作 每月25日，只有一次的写作 2026年11月28日。",
        "fetch_day",
    )
    if match := _EACH_MONTH.fullmatch(word):
        if not 1 <= int(match[1]) <= 31:
            raise wrong
        return str(int(match[1]))
    if match := _ON_A_DATE.fullmatch(word):
        try:
            return date(*map(int, match.groups())).isoformat()
        except ValueError:
            raise wrong from None
    raise wrong


def text_of(kept: str) -> str:
    """A stored 取数日 in words: 每月25日, 2026年11月28日 or 未设."""
    if not kept:
        return "未设"
    if kept.isdecimal():
        return f"每月{kept}日"
    day = date.fromisoformat(kept)
    return f"{day.year}年{day.month}月{day.day}日"


def following(settings: Mapping[str, str], today: date) -> list[FetchDay]:
    """The 取数日 that are set and still to come, the nearest first.

    In a month that is too short it is the last day.
    """
    fetch_days = []
    for key, whose in WHOSE.items():
        kept = settings.get(SETTING + key, "")
        if kept:
            day = _each_month(int(kept), today) if kept.isdecimal() else date.fromisoformat(kept)
            if day >= today:
                fetch_days.append(FetchDay(whose, day, (day - today).days))
    return sorted(fetch_days, key=lambda fetch_day: fetch_day.day)


def _each_month(wanted: int, today: date) -> date:
    def within(year: int, month: int) -> date:
        return date(year, month, min(wanted, monthrange(year, month)[1]))

    day = within(today.year, today.month)
    return day if day >= today else within(today.year + today.month // 12, today.month % 12 + 1)
