"""All counties of a city in one month: values, ranks, what is missing where, and who is not in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from govsvc.city.recount import CountyCounts
from govsvc.domain import published_values, rates
from govsvc.domain.county_directory import County
from govsvc.domain.errors import StoreError
from govsvc.domain.indicators import Indicator, ProblemList, Rules
from govsvc.domain.month_states import CLOSED, MONTH_STATES
from govsvc.domain.rates import Rank

#: the months that a county has → the state of each; or why it cannot be read
States = dict[date, str] | StoreError
NOT_REPORTED, UNREADABLE = "未报送", "读不到"


@dataclass(frozen=True, slots=True)
class CountyMonth:
    """One county in one month.

    `standing`: 已定稿, 待审核, 采集中, 未报送 or 读不到. `counts`: None where it is not counted.
    `trouble`: why it cannot be read.
    """

    county: County
    standing: str
    counts: CountyCounts | None = None
    trouble: str = ""

    def counts_of(self, indicator: Indicator) -> tuple[int | None, int | None]:
        """Numerator and denominator; None where the county has none."""
        return (self.counts.values if self.counts else {}).get(indicator.key, (None, None))

    def published(self, indicator: Indicator) -> Decimal | None:
        """The published value of those counts."""
        return published_values.published_of(indicator, *self.counts_of(indicator))


@dataclass(frozen=True, slots=True)
class CityMonth:
    """The counties of a city in one month, counted by `rules`, in the order of the directory.

    `city`: its name. `rules_name`: of the version of the rules.
    """

    city: str
    month: date
    rules: Rules
    rules_name: str
    counties: tuple[CountyMonth, ...]

    @property
    def counted(self) -> tuple[CountyMonth, ...]:
        """The counties whose values are known."""
        return tuple(one for one in self.counties if one.counts)

    @property
    def missing(self) -> tuple[CountyMonth, ...]:
        """The others."""
        return tuple(one for one in self.counties if not one.counts)

    @property
    def unfinished(self) -> tuple[CountyMonth, ...]:
        """Those of the counted ones that have not closed the month."""
        return tuple(one for one in self.counted if one.standing != MONTH_STATES[CLOSED])

    @property
    def has_groups(self) -> bool:
        return any(one.county.group for one in self.counties)

    def ranks(self, indicator: Indicator) -> dict[str, Rank | None]:
        """County → its rank, within its group; None where it is not counted."""
        return rates.ranks(
            {one.county.name: one.published(indicator) for one in self.counties},
            {one.county.name: one.county.group or None for one in self.counties},
            indicator.direction,
        )

    def total(self, indicator: Indicator) -> tuple[int, int] | None:
        """The sums of numerators and denominators of the counted counties; None where there are
        none.
        """
        known = [
            one.counts.values[indicator.key]
            for one in self.counties
            if one.counts and indicator.key in one.counts.values
        ]
        return (
            (sum(upper for upper, _ in known), sum(lower for _, lower in known)) if known else None
        )

    def listed_by_county(self, problem_list: ProblemList) -> dict[str, int]:
        """Counted county → its rows on the list."""
        key = problem_list.key
        return {
            one.county.name: one.counts.listed.get(key, 0) for one in self.counties if one.counts
        }

    def listed(self, problem_list: ProblemList) -> int:
        """Rows on the list in all counted counties."""
        return sum(self.listed_by_county(problem_list).values())


def standing(states: States, month: date) -> str:
    """How far a county is with the month, in words."""
    if isinstance(states, StoreError):
        return UNREADABLE
    state = states.get(month)
    return MONTH_STATES[state] if state else NOT_REPORTED


def is_counted(states: States, month: date, with_open: bool) -> bool:
    """Whether the county's month is counted: a closed one, with `with_open` any that has values."""
    if isinstance(states, StoreError):
        return False
    return month in states if with_open else states.get(month) == CLOSED


def months(states: Iterable[States], with_open: bool) -> list[date]:
    """The months that any county has closed, with `with_open` has values of; the latest first."""
    return sorted(
        {
            month
            for one in states
            if not isinstance(one, StoreError)
            for month in one
            if is_counted(one, month, with_open)
        },
        reverse=True,
    )


def named(counties: Sequence[CountyMonth], most: int = 6) -> str:
    """甲县、乙县等8个: the first of many."""
    names = "、".join(one.county.name for one in counties[:most])
    return names if len(counties) <= most else f"{names}等{len(counties)}个"
