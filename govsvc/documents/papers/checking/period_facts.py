"""What the data say to numbers of 电话回访 and 好差评, over a month or 1—N月."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from govsvc.board import Board
from govsvc.board.feedback_period import FeedbackPeriod
from govsvc.board.rating_period import RatingPeriod
from govsvc.documents.papers.checking import numbers
from govsvc.documents.papers.checking.numbers import Number
from govsvc.domain.feedback import PHONE, RATINGS, VALID, measures_of
from govsvc.domain.rates import percent_text, published

_CUMULATIVE = re.compile(r"(?:(20\d\d)年)?1(?:月)?[—\-－至~]{1,2}(\d{1,2})月")


@dataclass(frozen=True, slots=True)
class OfPeriod:
    """What a sentence speaks of. `key`: of a measure, or where `is_count` of a count."""

    short: str
    channel: str
    key: str
    is_count: bool = False


#: names that other things have, too
_COMMON = ("占比", "有效率", "评价率")
#: words before a count → channel, count
_COUNTS = {
    "有效回访": (PHONE, VALID),
    "抽取涉企办件": (PHONE, "drawn"),
    "不满意": (PHONE, "bad"),
    "意见建议": (PHONE, "texts"),
    "主动评价": (RATINGS, "active"),
    "系统默认评价": (RATINGS, "default"),
    "差评": (RATINGS, "bad"),
}


def names() -> Mapping[str, OfPeriod]:
    """Name in a text → what it is."""
    found = {
        one.name: OfPeriod(one.name, channel, one.key)
        for channel in (PHONE, RATINGS)
        for one in measures_of(channel)
        if one.name not in _COMMON
    }
    return found | {
        name: OfPeriod(name, channel, key, is_count=True)
        for name, (channel, key) in _COUNTS.items()
    }


#: a count behind these is another one: of a rate, of what was settled
_OTHER = re.compile("率$|办结|销号|整改")


@dataclass(frozen=True, slots=True)
class Told:
    """What a number should be, and whether it is; `period`: which months."""

    text: str
    is_met: bool
    period: str


def told(board: Board, subject: OfPeriod, number: Number, month: date) -> Told | None:
    """None where it cannot be told what the number is, or the data do not know it."""
    period = _period(board, subject, number, month)
    if not period.is_held:
        return None
    if subject.is_count:
        known = period.counts.get(subject.key)
        if known is None or number.kind != numbers.PIECES or _OTHER.search(number.before):
            return None
        unit = number.text[-1]
        return Told(f"{known:,}{unit}", number.value == known, period.name)
    value = period.value(subject.key)
    if value.published is None:
        return None
    if number.kind == numbers.PERCENT:
        return Told(percent_text(value.published), number.value == value.published, period.name)
    if number.kind == numbers.FRACTION:
        is_met = number.text.replace("，", ",") == value.fraction_text
        is_met = is_met or number.counts == (value.numerator, value.denominator)
        return Told(value.fraction_text, is_met, period.name)
    if number.kind == numbers.INTERVAL and value.interval:
        text = f"95%置信区间{value.interval.text}"
        return Told(text, number.text == text, period.name)
    return None


def _period(
    board: Board, subject: OfPeriod, number: Number, month: date
) -> FeedbackPeriod | RatingPeriod:
    part = board.feedback if subject.channel == PHONE else board.ratings
    ranges = list(_CUMULATIVE.finditer(number.sentence))
    if ranges and 1 <= int(ranges[-1][2]) <= 12:
        last = date(int(ranges[-1][1] or month.year), int(ranges[-1][2]), 1)
        return part.period(last, is_cumulative=True)
    return part.period(numbers.month_of(number, month))


def by_counts(percent: Number, counts: tuple[int, int]) -> str:
    """What the counts come to, where the paper prints another percent beside them; else ""."""
    decimals = max(0, -int(percent.value.as_tuple().exponent))
    known = published(*counts, min(decimals, 2))
    if known is None or known == percent.value:
        return ""
    return percent_text(published(*counts))
