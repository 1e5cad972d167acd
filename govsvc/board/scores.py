"""得分, 丢分 and 综合得分 of the home county, as the city's bulletin prints them. Nothing is weighted or summed here that is not printed."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from govsvc import rates
from govsvc.indicators import Indicator
from govsvc.rates import Rank
from govsvc.store import Snapshot


@dataclass(frozen=True, slots=True)
class Score:
    """得分 of one indicator. `lost`: 丢分, 分值 less 得分; None where the bulletin prints no 分值.

    `behind`: points less than the best county of the same group, `best`; None where no other county has a score.
    """

    indicator: Indicator
    score: Decimal
    full_score: Decimal | None
    best: str
    behind: Decimal | None

    @property
    def lost(self) -> Decimal | None:
        return None if self.full_score is None else self.full_score - self.score

    @property
    def missed(self) -> Decimal:
        """What the indicators are ordered by: 丢分, else what is lacking to the best county."""
        return self.lost if self.lost is not None else self.behind or Decimal(0)


@dataclass(frozen=True, slots=True)
class OverallRow:
    """综合 of one county. `rank` by 综合得分 within the group; None without one. `printed_rank` as printed. `place_change`: places gained."""

    county: str
    is_home: bool
    group: str | None
    score: Decimal | None
    rank: Rank | None
    printed_rank: int | None
    full_score: Decimal | None
    place_change: int | None = None
    #: another county of the group has the same place
    is_tied: bool = False

    @property
    def place(self) -> int | None:
        """As printed, else as computed."""
        return self.printed_rank or (self.rank.place if self.rank else None)

    @property
    def rank_differs(self) -> bool:
        return self.printed_rank is not None and self.rank is not None and self.printed_rank != self.rank.place


@dataclass(frozen=True, slots=True)
class Scores:
    """Of one bulletin: the home county's 得分 by indicator, most points lost first, and 综合 of all counties, best first."""

    month: date
    indicators: tuple[Score, ...]
    overall: tuple[OverallRow, ...]

    @property
    def home(self) -> OverallRow | None:
        return next((row for row in self.overall if row.is_home), None)

    @property
    def worst(self) -> Score | None:
        """Where most points are lost; None where none are."""
        return self.indicators[0] if self.indicators and self.indicators[0].missed > 0 else None

    @property
    def lost(self) -> Decimal | None:
        """丢分 in all: of 综合得分 where its 分值 is printed, else of the indicators that are scored; None where the 分值 of one is not."""
        if self.home and self.home.score is not None and self.home.full_score is not None:
            return self.home.full_score - self.home.score
        return None if not self.indicators or any(found.lost is None for found in self.indicators) else sum(found.lost for found in self.indicators)


def of_home(home: str, by_indicator: Sequence[tuple[Indicator, Mapping[str, Snapshot]]]) -> tuple[Score, ...]:
    """`by_indicator`: each indicator with the bulletin's values by county."""
    found = []
    for indicator, values in by_indicator:
        mine = values.get(home)
        if mine is None or mine.score is None:
            continue
        others = {county: value.score for county, value in values.items() if county != home and value.score is not None and value.group == mine.group}
        best = max(others, key=others.__getitem__, default="")
        found.append(Score(indicator, mine.score, mine.full_score, best, max(others[best] - mine.score, Decimal(0)) if others else None))
    return tuple(sorted(found, key=lambda score: -score.missed))


def overall(home: str, values: Mapping[str, Snapshot], before: Mapping[str, Snapshot]) -> tuple[OverallRow, ...]:
    """`values`, `before`: what this bulletin and the one before print of 综合, by county."""
    now, earlier = _rows(home, values), {row.county: row.place for row in _rows(home, before)}
    rows = [replace(row, place_change=earlier[row.county] - row.place) if row.place and earlier.get(row.county) else row for row in now]
    return tuple(sorted(rows, key=lambda row: (row.place is None, row.group or "", row.place or 0)))


def _rows(home: str, values: Mapping[str, Snapshot]) -> list[OverallRow]:
    ranks = rates.ranks({county: value.score for county, value in values.items()}, {county: value.group for county, value in values.items()}, 1)
    rows = [OverallRow(county, county == home, value.group, value.score, ranks[county], value.printed_rank, value.full_score)
            for county, value in values.items()]
    places = Counter((row.group, row.place) for row in rows)
    return [replace(row, is_tied=row.place is not None and places[row.group, row.place] > 1) for row in rows]
