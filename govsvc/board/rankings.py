"""The city's table of one indicator, and what it takes to climb in it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from govsvc.board.standing import Value
from govsvc.domain import rates
from govsvc.domain.indicators import Indicator
from govsvc.domain.rates import Rank


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

    `items` is None where solving everything does not pass it, or where the home denominator is
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
    """A county behind (or level): `items` more items and it passes the home county.

    None where its N and D are not printed (`is_known` is false), or where solving everything does
    not do it.
    """

    county: str
    published: Decimal
    gap_pp: Decimal
    items: int | None
    is_known: bool


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


def overtakes(rows: list[RankingRow], basis: Value | None) -> tuple[Overtake, ...]:
    """The counties ahead of the home county in its group, nearest first."""
    home = next((row for row in rows if row.is_home), None)
    if home is None or home.rank is None:
        return ()
    rivals = {
        row.county: row.value.published
        for row in rows
        if not row.is_home and row.value and row.group == home.group
    }
    ahead = sorted(
        (value, county) for county, value in rivals.items() if value > home.value.published
    )
    found = []
    for value, county in ahead:
        items = (
            rates.items_to_overtake(basis.numerator, basis.denominator, value) if basis else None
        )
        place, is_tied = None, False
        if items is not None:
            reached = rates.published(basis.numerator + items, basis.denominator)
            place, is_tied = (
                1 + sum(rival > reached for rival in rivals.values()),
                reached in rivals.values(),
            )
        found.append(
            Overtake(
                county, value, rates.change_pp(value, home.value.published), items, place, is_tied
            )
        )
    return tuple(found)


def items_to_place(found: Ranking, place: int) -> int | None:
    """The fewest items more with which the home county is within the first `place` of its group,
    shared or not, if others stand still.

    None where it cannot be, or no denominator is known.
    """
    home, basis = found.home, found.basis
    if home is None or basis is None:
        return None
    rivals = sorted(
        (
            row.value.published
            for row in found.rows
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


def before_overtaken(rows: list[RankingRow], basis: Value | None) -> tuple[str, int] | None:
    """(the county next below, items we can lose before it passes us); None where there is none or N
    and D are unknown.
    """
    home = next((row for row in rows if row.is_home), None)
    if home is None or home.rank is None or basis is None:
        return None
    below = [
        (row.value.published, row.county)
        for row in rows
        if not row.is_home
        and row.value
        and row.group == home.group
        and row.value.published <= home.value.published
    ]
    if not below:
        return None
    value, county = max(below)
    items = rates.items_before_overtaken(basis.numerator, basis.denominator, value)
    return None if items is None else (county, items)


def threats(rows: list[RankingRow], most: int = 3) -> tuple[Threat, ...]:
    """The counties next behind the home county in its group, those level with it first."""
    home = next((row for row in rows if row.is_home), None)
    if home is None or home.rank is None:
        return ()
    behind = sorted(
        (
            row
            for row in rows
            if not row.is_home
            and row.value
            and row.group == home.group
            and row.value.published <= home.value.published
        ),
        key=lambda row: -row.value.published,
    )
    found = []
    for row in behind[:most]:
        value, is_known = row.value, row.value.numerator is not None and bool(row.value.denominator)
        found.append(
            Threat(
                row.county,
                value.published,
                rates.change_pp(home.value.published, value.published),
                rates.items_to_overtake(value.numerator, value.denominator, home.value.published)
                if is_known
                else None,
                is_known,
            )
        )
    return tuple(found)
