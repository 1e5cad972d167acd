"""The city's table of one indicator, and what it takes to climb in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from govsvc.board.standing import Value
from govsvc.domain import rates
from govsvc.domain.indicators import Indicator
from govsvc.domain.rates import Rank

#: so few items away a place is about to be lost or won
NEAR = 3


@dataclass(frozen=True, slots=True)
class RankingRow:
    """One county in one bulletin.

    `place_change`: places gained against the bulletin before, None where unknown.
    """

    county: str
    is_home: bool
    value: Value | None
    rank: Rank | None
    place_change: int | None
    printed_rank: int | None
    group: str | None
    score: Decimal | None

    @property
    def rank_differs(self) -> bool:
        """The printed rank is not the computed one."""
        return (
            self.printed_rank is not None
            and self.rank is not None
            and self.printed_rank != self.rank.place
        )


@dataclass(frozen=True, slots=True)
class Overtake:
    """What it takes to pass one county ahead: `items` more items bring the home county to `place`
    (shared where `is_tied`).

    `items` is None where solving everything does not suffice, or where the home denominator is
    unknown.
    """

    county: str
    published: Decimal
    gap_pp: Decimal
    items: int | None
    place: int | None
    is_tied: bool = False


@dataclass(frozen=True, slots=True)
class Threat:
    """A county behind or level (`is_level`): with `items` more items it passes the home county.

    `items` is None where its N and D are not printed (`is_known` is false), or where solving
    everything does not suffice.
    """

    county: str
    published: Decimal
    gap_pp: Decimal
    items: int | None
    is_known: bool

    @property
    def is_level(self) -> bool:
        return not self.gap_pp


@dataclass(frozen=True, slots=True)
class Ranking:
    """One bulletin's table for one indicator, best first, unreported counties last.

    `basis`: the home value whose N and D the overtaking is computed from (the bulletin's, else the
    own count), None where no denominator is known. `before_overtaken`: (county next below, items we
    can lose until it passes us), or None.
    """

    indicator: Indicator
    bulletin_month: date
    rows: tuple[RankingRow, ...]
    basis: Value | None
    overtakes: tuple[Overtake, ...]
    before_overtaken: tuple[str, int] | None
    threats: tuple[Threat, ...] = ()
    average: Decimal | None = None

    @property
    def home(self) -> RankingRow | None:
        return next((row for row in self.rows if row.is_home), None)

    def near_threat(self) -> Threat | None:
        """The first of the counties behind that passes the home county with `NEAR` items or
        fewer.
        """
        return next(
            (each for each in self.threats if each.items is not None and each.items <= NEAR), None
        )

    def next_step(self) -> Overtake | None:
        """The nearest county ahead that can be passed."""
        return next((step for step in self.overtakes if step.items), None)

    def passed_by(self, step: Overtake) -> str:
        """北岭县、新渡县: the counties that are passed together, as their values are the same."""
        return "、".join(each.county for each in self.overtakes if each.published == step.published)

    def near_step(self) -> Overtake | None:
        """The first step up that takes `NEAR` items or fewer."""
        return next((step for step in self.overtakes if step.items and step.items <= NEAR), None)

    @property
    def home_group(self) -> str | None:
        """The group that the home county is ranked in; None where the bulletin has none."""
        return self.home.rank.group if self.home and self.home.rank else None


def _home_and_rivals(rows: Sequence[RankingRow]) -> tuple[Value, dict[str, Value]] | None:
    """(the home county's value, county → value of the others that reported in its group); None
    where the home county has no rank.
    """
    home = next((row for row in rows if row.is_home), None)
    if home is None or home.rank is None or home.value is None:
        return None
    return home.value, {
        row.county: row.value
        for row in rows
        if not row.is_home and row.value and row.group == home.group
    }


def overtakes(rows: Sequence[RankingRow], basis: Value | None) -> tuple[Overtake, ...]:
    """The counties ahead of the home county in its group, nearest first."""
    parties = _home_and_rivals(rows)
    if parties is None:
        return ()
    home, rivals = parties
    ahead = [
        (rival.published, county)
        for county, rival in rivals.items()
        if rival.published > home.published
    ]
    published = [rival.published for rival in rivals.values()]
    return tuple(
        _overtake(county, value, home, published, basis) for value, county in sorted(ahead)
    )


def _overtake(
    county: str, value: Decimal, home: Value, rivals: Sequence[Decimal], basis: Value | None
) -> Overtake:
    """What it takes to pass a county of that published value. `rivals`: the published values of all
    other counties.
    """
    gap = value - home.published
    counts = basis.counts if basis else None
    items = rates.items_to_overtake(*counts, value) if counts else None
    reached = (
        rates.published(counts[0] + items, counts[1]) if counts and items is not None else None
    )
    if reached is None:
        return Overtake(county, value, gap, items, None)
    place = 1 + sum(rival > reached for rival in rivals)
    return Overtake(county, value, gap, items, place, reached in rivals)


def items_to_place(ranking: Ranking, place: int) -> int | None:
    """The fewest items more with which the home county reaches the first `place` places of its
    group, alone or shared, if the others stand still.

    None where it cannot, or no denominator is known.
    """
    home, basis = ranking.home, ranking.basis
    if home is None or basis is None:
        return None
    rivals = sorted(
        (
            row.value.published
            for row in ranking.rows
            if not row.is_home and row.value and row.group == home.group
        ),
        reverse=True,
    )
    if len(rivals) < place:
        return 0
    # no lower than the county that has that place now: more than a hundredth below it
    return rates.items_to_overtake(
        basis.numerator, basis.denominator, rivals[place - 1] - Decimal("0.01")
    )


def before_overtaken(rows: Sequence[RankingRow], basis: Value | None) -> tuple[str, int] | None:
    """(the county next below, items we can lose before it passes us); None where there is none or N
    and D are unknown.
    """
    parties = _home_and_rivals(rows)
    if parties is None or basis is None:
        return None
    home, rivals = parties
    below = [
        (rival.published, county)
        for county, rival in rivals.items()
        if rival.published <= home.published
    ]
    if not below:
        return None
    value, county = max(below)
    items = rates.items_before_overtaken(basis.numerator, basis.denominator, value)
    return None if items is None else (county, items)


def threats(rows: Sequence[RankingRow], most: int = 3) -> tuple[Threat, ...]:
    """The counties next behind the home county in its group, those level with it first; of these
    only such as could still rise.
    """
    parties = _home_and_rivals(rows)
    if parties is None:
        return ()
    home, rivals = parties
    behind = [
        (county, rival)
        for county, rival in rivals.items()
        if rival.published < home.published or rival.published == home.published < 100
    ]
    behind.sort(key=lambda party: -party[1].published)
    return tuple(
        Threat(
            county,
            rival.published,
            home.published - rival.published,
            rates.items_to_overtake(*rival.counts, home.published) if rival.counts else None,
            rival.counts is not None,
        )
        for county, rival in behind[:most]
    )
