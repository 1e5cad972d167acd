"""得分, 丢分 and 综合得分 of the home county, as the city's bulletin prints them.

Nothing is weighted or summed here that is not printed.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from govsvc.domain import rates
from govsvc.domain.indicators import Indicator
from govsvc.domain.rates import Rank
from govsvc.store import Snapshot


@dataclass(frozen=True, slots=True)
class Score:
    """得分 of one indicator.

    `lost`: 丢分, 分值 less 得分, never below 0; None where the bulletin prints no 分值.

    `behind`: points less than the best county of the same group, `best`; None where no other county
    has a score.
    """

    indicator: Indicator
    score: Decimal
    full_score: Decimal | None
    best: str
    behind: Decimal | None

    @property
    def lost(self) -> Decimal | None:
        return (
            None if self.full_score is None else max(self.full_score - self.score, self.score * 0)
        )

    @property
    def is_over(self) -> bool:
        """得分 is higher than 分值."""
        return self.full_score is not None and self.score > self.full_score


@dataclass(frozen=True, slots=True)
class OverallRow:
    """综合 of one county.

    `rank`: by 综合得分 within the group, None without one. `printed_rank`: as printed.
    `place_change`: places gained since the bulletin before.
    """

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
        """The place as printed, else as computed."""
        return self.printed_rank or (self.rank.place if self.rank else None)

    @property
    def rank_differs(self) -> bool:
        return (
            self.printed_rank is not None
            and self.rank is not None
            and self.printed_rank != self.rank.place
        )


@dataclass(frozen=True, slots=True)
class Scores:
    """One bulletin: the home county's 得分 by indicator, most points lost first, and 综合 of all
    counties, best first.

    Where the 分值 of one indicator is not printed, the indicators are in order of the points they
    lack to the best county. `unscored`: the indicators for which others have 得分 and the home
    county has none.
    """

    month: date
    indicators: tuple[Score, ...]
    overall: tuple[OverallRow, ...]
    unscored: tuple[Indicator, ...] = ()

    @property
    def home(self) -> OverallRow | None:
        return next((row for row in self.overall if row.is_home), None)

    @property
    def has_full_scores(self) -> bool:
        """Whether there are 得分, and the 分值 of each is printed."""
        return bool(self.indicators) and all(
            score.full_score is not None for score in self.indicators
        )

    def missed(self, score: Score) -> Decimal | None:
        """The number by which indicators are compared: 丢分, else the points it lacks to the best
        county.
        """
        return score.lost if self.has_full_scores else score.behind

    @property
    def most_missed(self) -> tuple[Score, ...]:
        """The indicators where most points are lost, several where they are level; none where no
        point is.
        """
        most = max(
            (self.missed(score) or Decimal(0) for score in self.indicators), default=Decimal(0)
        )
        return tuple(score for score in self.indicators if most and self.missed(score) == most)

    @property
    def worst(self) -> Score | None:
        """The first of those where most points are lost."""
        return next(iter(self.most_missed), None)

    @property
    def lost_overall(self) -> Decimal | None:
        """分值 of 综合 less 综合得分; None where either is not printed."""
        home = self.home
        return (
            None
            if home is None or home.score is None or home.full_score is None
            else max(home.full_score - home.score, home.score * 0)
        )

    @property
    def lost_in_indicators(self) -> Decimal | None:
        """丢分 of the indicators together; None where the 分值 of one is not printed, or an
        indicator has no 得分.
        """
        if not self.has_full_scores or self.unscored:
            return None
        return sum((score.lost or Decimal(0) for score in self.indicators), Decimal(0))


def scores(
    home: str | None,
    month: date,
    by_indicator: Sequence[tuple[Indicator, Mapping[str, Snapshot]]],
    of_overall: tuple[OverallRow, ...],
) -> Scores:
    """The scores of one bulletin. `by_indicator`: each indicator with the bulletin's values by
    county; `of_overall`: those of 综合.
    """
    scored: list[Score] = []
    unscored: list[Indicator] = []
    for indicator, values in by_indicator:
        mine = values.get(home) if home else None
        if mine is None or mine.score is None:
            unscored += (
                [indicator] if any(value.score is not None for value in values.values()) else []
            )
            continue
        others = {
            county: value.score
            for county, value in values.items()
            if county != home and value.score is not None and value.group == mine.group
        }
        best = max(others, key=others.__getitem__, default="")
        scored.append(
            Score(
                indicator,
                mine.score,
                mine.full_score,
                best,
                max(others[best] - mine.score, Decimal(0)) if others else None,
            )
        )
    unordered = Scores(month, tuple(scored), of_overall, tuple(unscored))
    return replace(
        unordered,
        indicators=tuple(
            sorted(scored, key=lambda score: -(unordered.missed(score) or Decimal(0)))
        ),
    )


def overall(
    home: str | None, values: Mapping[str, Snapshot], before: Mapping[str, Snapshot]
) -> tuple[OverallRow, ...]:
    """综合 of all counties, best first. `values`, `before`: what this bulletin and the one before
    print, by county.
    """
    earlier = {row.county: row.place for row in _rows(home, before)}
    rows = []
    for row in _rows(home, values):
        place_before = earlier.get(row.county)
        if row.place and place_before:
            row = replace(row, place_change=place_before - row.place)
        rows.append(row)
    return tuple(sorted(rows, key=lambda row: (row.place is None, row.group or "", row.place or 0)))


def _rows(home: str | None, values: Mapping[str, Snapshot]) -> list[OverallRow]:
    ranks = rates.ranks(
        {county: value.score for county, value in values.items()},
        {county: value.group for county, value in values.items()},
        1,
    )
    rows = [
        OverallRow(
            county,
            county == home,
            value.group,
            value.score,
            ranks[county],
            value.printed_rank,
            value.full_score,
        )
        for county, value in values.items()
    ]
    counties_at = Counter((row.group, row.place) for row in rows)
    return [
        replace(row, is_tied=row.place is not None and counties_at[row.group, row.place] > 1)
        for row in rows
    ]
