"""电话回访 over one month or 1—N月: counts, measures, who was not content, units and dimensions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from govsvc.domain import rates
from govsvc.domain.feedback import (
    DIMENSIONS,
    PHONE,
    VALID,
    WRONG_NUMBER,
    Call,
    CallTotals,
    Counts,
    Difference,
    FeedbackSettings,
    MeasureValue,
    by_key,
    completed,
    counts_of,
    differences,
    kept,
    last_attempts,
    measures_of,
    monday,
    summed,
    value_of,
)
from govsvc.domain.months import month_text
from govsvc.domain.rates import Rank, count_text, percent_text

#: the measure that units are ranked by
SATISFIED = "phone.satisfied"


@dataclass(frozen=True)
class UnitFeedback:
    """What was said of a unit. `rank`: None where its sample is too small, or it is alone."""

    unit: str
    counts: Counts
    value: MeasureValue
    rank: Rank | None

    @property
    def rank_text(self) -> str:
        return SMALL if self.value.is_small else rates.rank_text(self.rank)


#: what stands where a rank would
SMALL = "样本不足"


@dataclass(frozen=True)
class FeedbackPeriod:
    """Calls of some months, of each case the last attempt in its month.

    `attempts`: all calls. `populations`: month → number of 涉企办件, of the months that know it.
    `left_out`: rows that were not understood and do not count. `totals`: 汇总录入; they count of
    weeks without calls alone.
    """

    months: Sequence[date]
    attempts: Sequence[Call]
    populations: Mapping[date, int]
    settings: FeedbackSettings
    left_out: int = 0
    totals: Sequence[CallTotals] = ()

    @property
    def is_held(self) -> bool:
        """Whether there are calls at all, or totals of some: without, the period is 未开展."""
        return bool(self.attempts or self.counted_totals)

    @cached_property
    def counted_totals(self) -> list[CallTotals]:
        """The totals that count: of weeks, or months, of which there are no rows."""
        weeks = {(call.month, call.week) for call in self.attempts}
        months = {month for month, _ in weeks}
        # a call of no known week may be of any of its month
        unsure = {month for month, week in weeks if week is None}
        return [
            one
            for one in kept(self.totals)
            if one.month not in (unsure if one.week else months)
            and (one.month, one.week) not in weeks
        ]

    @cached_property
    def differences(self) -> list[Difference]:
        """Where totals say other numbers than the rows of their week or month, which hold."""
        found = []
        places = {(one.month, one.week) for one in self.totals if one not in self.counted_totals}
        for month, week in sorted(places, key=lambda place: (place[0], place[1] or place[0])):
            rows = [
                call
                for call in self.attempts
                if call.month == month and (week is None or call.week == week)
            ]
            said = [
                completed(one.counts)
                for one in self.totals
                if (one.month, one.week) == (month, week)
            ]
            if rows:
                counted = counts_of(last_attempts(rows))
                found += differences(week, summed(said), counted)
        return found

    @cached_property
    def calls(self) -> list[Call]:
        return last_attempts(self.attempts)

    @cached_property
    def counts(self) -> dict[str, int]:
        """The sums over its months; those without calls are not among them."""
        return summed(
            counts for month in self.months if (counts := self._of_month(month)) is not None
        )

    def _calls_of(self, month: date) -> list[Call]:
        return [call for call in self.calls if call.month == month]

    @cached_property
    def held(self) -> tuple[date, ...]:
        """Its months that have calls, or totals of some."""
        return tuple(month for month in self.months if self._of_month(month) is not None)

    def _of_month(self, month: date) -> dict[str, int] | None:
        """The counts of rows and totals together; None of a month without either."""
        calls = self._calls_of(month)
        parts = [completed(one.counts) for one in self.counted_totals if one.month == month]
        if not calls and not parts:
            return None
        counts = summed([*([counts_of(calls)] if calls else []), *parts])
        known = self.populations.get(month)
        return counts | ({"population": known} if known is not None else {})

    def by_week(self) -> dict[date, dict[str, int]]:
        """Monday → the counts of its week, of those of which the week is known."""
        calls: dict[date, list[Call]] = {}
        for call in self.calls:
            week = call.week or (monday(call.day) if call.day else None)
            if week:
                calls.setdefault(week, []).append(call)
        parts = {week: [counts_of(found)] for week, found in calls.items()}
        for one in self.counted_totals:
            if one.week:
                parts.setdefault(one.week, []).append(completed(one.counts))
        return {week: summed(found) for week, found in sorted(parts.items())}

    def value(self, key: str) -> MeasureValue:
        """One measure. Raises KeyError where there is none of that key."""
        return value_of(by_key(key), self.counts, self.settings)

    @cached_property
    def values(self) -> list[MeasureValue]:
        """All measures of phone calls, in their order."""
        return [value_of(one, self.counts, self.settings) for one in measures_of(PHONE)]

    @property
    def dimensions(self) -> list[MeasureValue]:
        """The dimensions that were answered, the weakest first."""
        asked = [one for one in self.values if one.measure.dimension and one.published is not None]
        return sorted(asked, key=lambda one: (one.published or 0, one.measure.name))

    @cached_property
    def units(self) -> list[UnitFeedback]:
        """The units that were called about; those that can be ranked first, the weakest of them at
        the end, the others by their valid calls.
        """
        named = [call.unit for call in self.calls]
        named += [one.unit for one in self.counted_totals if one.unit]
        counts = {unit: self._of_unit(unit) for unit in dict.fromkeys(named)}
        measure = by_key(SATISFIED)
        values = {unit: value_of(measure, of, self.settings) for unit, of in counts.items()}
        ranked = rates.ranks(
            {unit: None if one.is_small else one.published for unit, one in values.items()}
        )
        found = [UnitFeedback(unit, counts[unit], values[unit], ranked[unit]) for unit in counts]
        return sorted(
            found,
            key=lambda one: (
                one.value.is_small,
                one.rank.place if one.rank else 0,
                -(one.value.denominator or 0),
                one.unit,
            ),
        )

    def _of_unit(self, unit: str) -> dict[str, int]:
        calls = [call for call in self.calls if call.unit == unit]
        parts = [completed(one.counts) for one in self.counted_totals if one.unit == unit]
        return summed([*([counts_of(calls)] if calls else []), *parts])

    @property
    def without_unit(self) -> int:
        """Valid calls of totals that name no unit."""
        return sum(one.counts.get(VALID, 0) for one in self.counted_totals if not one.unit)

    @property
    def bad(self) -> list[Call]:
        """The calls that were 不满意 or 非常不满意, the latest first."""
        return _latest_first(call for call in self.calls if call.is_bad)

    @property
    def with_texts(self) -> list[Call]:
        """Those that said something (意见建议)."""
        return [call for call in self.calls if call.text]

    @property
    def suggestions(self) -> list[Call]:
        """Of the others those that said something, the latest first."""
        return _latest_first(call for call in self.calls if call.text and not call.is_bad)

    @property
    def wrong_numbers(self) -> dict[str, int]:
        """Unit → calls that ended at a wrong number (联系方式有误), most first."""
        wrong: dict[str, int] = {}
        for call in self.calls:
            if call.outcome == WRONG_NUMBER:
                wrong[call.unit] = wrong.get(call.unit, 0) + 1
        return dict(sorted(wrong.items(), key=lambda one: (-one[1], one[0])))

    @property
    def name(self) -> str:
        """2026年9月, 2026年1—9月."""
        first, last = self.months[0], self.months[-1]
        if first == last:
            return month_text(last)
        return f"{last.year}年{first.month}—{last.month}月"

    @property
    def sentence(self) -> str:
        """What a report says of the period."""
        if not self.is_held:
            return f"{self.name}未开展电话回访。"
        counts, value = self.counts, self.value(SATISFIED)
        rate = (
            f"总体满意率{percent_text(value.published)}（{value.fraction_text}）"
            if value.published is not None
            else "没有有效评价"
            if not counts.get(VALID)
            else "总体满意率未知（没有五级评价的件数）"
        )
        own = f"（其中本单位自访{counts['own_calls']}件）" if counts.get("own_calls") else ""
        parts = [
            _said("抽取涉企办件{}件", counts.get("drawn")),
            _said("有效回访{}件", counts.get(VALID)) + own,
            rate,
            _said("不满意{}件", counts.get("bad")),
            _said("收集意见建议{}条", counts.get("texts")),
        ]
        return f"{self.name}{'，'.join(filter(None, parts))}。"

    def report_sentence(self, closed: int) -> str:
        """What the year's report says of the period, "" where nobody was called. `closed`: of those
        that said something, how many are closed in the 整改台账.
        """
        if not self.is_held:
            return ""
        asked = {one.measure.dimension for one in self.dimensions}
        named = "、".join(one.name for one in DIMENSIONS if one.key in asked or not asked)
        counts, value = self.counts, self.value(SATISFIED)
        parts = [
            _said("共回访{}件", counts.get("dialled")),
            _said("有效{}件", counts.get(VALID)),
        ]
        if value.published is not None:
            rate = f"{percent_text(value.published)}（{value.fraction_text}）"
            parts.append(f"总体满意率{rate}")
        texts = _said("收集意见建议{}条", counts.get("texts"))
        ends = f"；{texts}，已办结{count_text(closed)}条" if texts else ""
        return (
            f"每周抽取涉企办件开展电话回访，对{named}进行评价。"
            f"{self.name}{'，'.join(filter(None, parts))}{ends}。"
        )


def _said(text: str, count: int | None) -> str:
    """The text with the count, "" where it is unknown."""
    return "" if count is None else text.format(count_text(count))


def _latest_first(calls: Iterable[Call]) -> list[Call]:
    return sorted(calls, key=lambda call: call.day or call.week or call.month, reverse=True)
