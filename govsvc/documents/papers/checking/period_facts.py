"""What the data say to numbers of 电话回访 and 好差评, over a month or 1—N月."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from govsvc.board import Board
from govsvc.board.feedback_period import SATISFIED, FeedbackPeriod
from govsvc.board.rating_period import GOOD, RatingPeriod
from govsvc.board.wave_values import CONTENT
from govsvc.documents.papers.checking import numbers
from govsvc.documents.papers.checking.numbers import Number
from govsvc.domain.feedback import (
    PHONE,
    QUESTIONNAIRE,
    RATINGS,
    VALID,
    Counts,
    MeasureValue,
    by_key,
    measures_of,
    value_of,
)
from govsvc.domain.feedback.bad_ratings import IN_TIME, LATE
from govsvc.domain.months import period_text
from govsvc.domain.rates import percent_text, published
from govsvc.workflow.rectification import Ledger

_CUMULATIVE = re.compile(r"(?:(20\d\d)年)?1(?:月)?[—\-－至~]{1,2}(\d{1,2})月")


@dataclass(frozen=True, slots=True)
class OfPeriod:
    """What a sentence speaks of. `key`: of a measure, or where `is_count` of a count; `channel`: ""
    where the text does not tell of whom the 满意率 is.
    """

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


#: names of what several channels ask for
_SATISFACTION = ("总体满意率", "总体满意度", "满意率", "满意度")
#: the measure that each channel has of it
_OF_CHANNEL = {PHONE: SATISFIED, RATINGS: GOOD, QUESTIONNAIRE: CONTENT}
_CHANNELS = re.compile(f"(?P<{RATINGS}>好差评)|(?P<{QUESTIONNAIRE}>问卷)|(?P<{PHONE}>回访|电话)")
_BAD = re.compile("(?<!好)差评")


def names() -> Mapping[str, OfPeriod]:
    """Name in a text → what it is."""
    found = {
        one.name: OfPeriod(one.name, channel, one.key)
        for channel in (PHONE, RATINGS)
        for one in measures_of(channel)
        if one.name not in _COMMON
    }
    found |= {one: OfPeriod(one, "", "") for one in _SATISFACTION}
    return found | {
        name: OfPeriod(name, channel, key, is_count=True)
        for name, (channel, key) in _COUNTS.items()
    }


def of_channel(subject: OfPeriod, before: str) -> OfPeriod | None:
    """The 满意率 of the channel that the text `before` it names last; 总体满意率 is that of the
    phone where it names none. None where it is that of 差评, which are called back.
    """
    if subject.short not in _SATISFACTION:
        return subject
    if _BAD.search(re.split("[。；！？\n]", before)[-1]):
        return None
    named = [match.lastgroup or "" for match in _CHANNELS.finditer(before)]
    channel = named[-1] if named else PHONE if subject.short.startswith("总体") else ""
    return OfPeriod(subject.short, channel, _OF_CHANNEL.get(channel, ""))


#: a count of what was settled
_SETTLED = re.compile("办结|办复|销号|整改")
_IS_SETTLED = re.compile("，?(?:其中)?(?:均?已|全部?)*(?:办结|办复|销号|整改)")


@dataclass(frozen=True, slots=True)
class Told:
    """What a number should be, and whether it is; `period`: which months."""

    text: str
    is_met: bool
    period: str


@dataclass(frozen=True, slots=True)
class Periods:
    """What the data know of all months. `ledger`: the 整改台账, which knows what was settled, None
    where nobody gave one.
    """

    board: Board
    ledger: Ledger | None = None

    def told(self, subject: OfPeriod, number: Number, month: date, unit: str = "") -> Told | None:
        """None where it cannot be told what the number is, or the data do not know it. `unit`: the
        one that it is of, "" for all together.
        """
        last, is_cumulative = _months(number, month)
        if subject.is_count:
            return self._count(subject, number, last, is_cumulative, unit)
        if subject.channel:
            value = self._value(subject.key, last, is_cumulative, unit)
            return _told(value, number, _period_text(last, is_cumulative)) if value else None
        # it is said of no channel: where one has that value, it is that
        values = [self._value(key, last, is_cumulative, unit) for key in _OF_CHANNEL.values()]
        told = [_told(one, number, _period_text(last, is_cumulative)) for one in values if one]
        return next((one for one in told if one and one.is_met), None)

    def _period(
        self, channel: str, last: date, is_cumulative: bool
    ) -> FeedbackPeriod | RatingPeriod:
        part = self.board.feedback if channel == PHONE else self.board.ratings
        return part.period(last, is_cumulative=is_cumulative)

    def _value(self, key: str, last: date, is_cumulative: bool, unit: str) -> MeasureValue | None:
        measure = by_key(key)
        if not unit:
            return self.board.measures.value(measure, last, last, is_cumulative)
        if measure.channel == QUESTIONNAIRE:
            return None
        period = self._period(measure.channel, last, is_cumulative)
        found = _counts_of(period, unit)
        return value_of(measure, found, period.settings) if found else None

    def _count(
        self, subject: OfPeriod, number: Number, last: date, is_cumulative: bool, unit: str
    ) -> Told | None:
        if number.kind != numbers.PIECES or number.before.endswith("率"):
            return None
        period = self._period(subject.channel, last, is_cumulative)
        if _SETTLED.search(number.before) or _IS_SETTLED.match(number.after):
            known = self._settled(subject, period, last, is_cumulative, unit)
        else:
            counts = _counts_of(period, unit) if unit else period.counts
            known = counts.get(subject.key) if period.is_held else None
        if known is None:
            return None
        return Told(f"{known:,}{number.text[-1]}", number.value == known, period.name)

    def _settled(
        self,
        subject: OfPeriod,
        period: FeedbackPeriod | RatingPeriod,
        last: date,
        is_cumulative: bool,
        unit: str,
    ) -> int | None:
        """How many of what people said, or of the 差评, were settled; None where nobody knows."""
        if self.ledger is None:
            return None
        if isinstance(period, FeedbackPeriod):
            said = {"bad": period.bad, "texts": period.with_texts}.get(subject.key, [])
            calls = [one for one in said if unit in ("", one.unit)]
            return self.ledger.closed_calls(calls) if self.ledger.assigned_calls(calls) else None
        if subject.key != "bad" or unit:
            return None
        handled = self.board.ratings.bad(last, self.ledger.clock.day, is_cumulative)
        return handled.counts[IN_TIME] + handled.counts[LATE] if handled.is_held else None


def _counts_of(period: FeedbackPeriod | RatingPeriod, unit: str) -> Counts:
    """The counts of one unit; none where nobody said anything of it."""
    if isinstance(period, FeedbackPeriod):
        return next((one.counts for one in period.units if one.unit == unit), {})
    return next((one.counts for one in period.units if one.name == unit), {})


def _told(value: MeasureValue, number: Number, period: str) -> Told | None:
    if value.published is None:
        return None
    if number.kind == numbers.PERCENT:
        return Told(percent_text(value.published), number.value == value.published, period)
    if number.kind == numbers.FRACTION:
        is_met = number.text.replace("，", ",") == value.fraction_text
        is_met = is_met or number.counts == (value.numerator, value.denominator)
        return Told(value.fraction_text, is_met, period)
    if number.kind == numbers.INTERVAL and value.interval:
        text = f"95%置信区间{value.interval.text}"
        return Told(text, number.text == text, period)
    return None


def _months(number: Number, month: date) -> tuple[date, bool]:
    """(the last month that the sentence speaks of, whether of all from January on)."""
    ranges = list(_CUMULATIVE.finditer(number.sentence))
    if ranges and 1 <= int(ranges[-1][2]) <= 12:
        return date(int(ranges[-1][1] or month.year), int(ranges[-1][2]), 1), True
    return numbers.month_of(number, month), False


def _period_text(last: date, is_cumulative: bool) -> str:
    return period_text([date(last.year, 1, 1), last] if is_cumulative else [last])


def by_counts(percent: Number, counts: tuple[int, int]) -> str:
    """What the counts come to, where the paper prints another percent beside them; else ""."""
    decimals = max(0, -int(percent.value.as_tuple().exponent))
    known = published(*counts, min(decimals, 2))
    if known is None or known == percent.value:
        return ""
    return percent_text(published(*counts))
