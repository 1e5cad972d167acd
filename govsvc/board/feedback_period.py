"""电话回访 over one month or 1—N月: counts, measures, who was not content, units and dimensions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from govsvc.domain import rates
from govsvc.domain.feedback import (
    PHONE,
    WRONG_NUMBER,
    Call,
    Counts,
    FeedbackSettings,
    MeasureValue,
    by_key,
    counts_of,
    last_attempts,
    measures_of,
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
    `left_out`: rows that were not understood and do not count.
    """

    months: Sequence[date]
    attempts: Sequence[Call]
    populations: Mapping[date, int]
    settings: FeedbackSettings
    left_out: int = 0

    @property
    def is_held(self) -> bool:
        """Whether there are calls at all: without, the period is 未开展."""
        return bool(self.attempts)

    @cached_property
    def calls(self) -> list[Call]:
        return last_attempts(self.attempts)

    @cached_property
    def counts(self) -> dict[str, int]:
        """The sums over its months; those without calls are not among them."""
        return summed(self._of_month(month) for month in self.months if self._calls_of(month))

    def _calls_of(self, month: date) -> list[Call]:
        return [call for call in self.calls if call.month == month]

    def _of_month(self, month: date) -> dict[str, int]:
        counts = counts_of(self._calls_of(month))
        known = self.populations.get(month)
        return counts | ({"population": known} if known is not None else {})

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
        counts = {
            unit: counts_of(call for call in self.calls if call.unit == unit)
            for unit in dict.fromkeys(call.unit for call in self.calls)
        }
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

    @property
    def bad(self) -> list[Call]:
        """The calls that were 不满意 or 非常不满意, the latest first."""
        return _latest_first(call for call in self.calls if call.is_bad)

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
        )
        own = f"（其中本单位自访{counts['own_calls']}件）" if counts["own_calls"] else ""
        return (
            f"{self.name}抽取涉企办件{count_text(counts['drawn'])}件，"
            f"有效回访{count_text(counts['valid'])}件{own}，{rate}，"
            f"不满意{counts['bad']}件，收集意见建议{counts['texts']}条。"
        )


def _latest_first(calls: Iterable[Call]) -> list[Call]:
    return sorted(calls, key=lambda call: call.day or call.week or call.month, reverse=True)
