"""How the home county stands on one indicator in one month: what a card says."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from govsvc.domain import published_values, rates
from govsvc.domain.indicators import INDICATORS, SOURCES, Indicator
from govsvc.domain.rates import Rank
from govsvc.domain.rows import Target
from govsvc.store import Snapshot

_BY_KEY = {one.key: one for one in INDICATORS}


@dataclass(frozen=True, slots=True)
class Value:
    """One value of one source. `published`: percent, or mean, at two decimals."""

    source: str
    month: date
    numerator: int | None
    denominator: int | None
    published: Decimal
    rank: Rank | None = None
    printed_rank: int | None = None
    cutoff: date | None = None

    @property
    def source_name(self) -> str:
        return SOURCES[self.source]

    @property
    def counts(self) -> tuple[int, int] | None:
        """(numerator, denominator); None where one is not known or nothing is counted."""
        if self.numerator is None or not self.denominator:
            return None
        return self.numerator, self.denominator

    @property
    def missing(self) -> int | None:
        """Rows counted and not met; None where N or D is unknown."""
        return (
            None
            if self.numerator is None or self.denominator is None
            else self.denominator - self.numerator
        )


def value_of(snapshot: Snapshot | None, rank: Rank | None = None) -> Value | None:
    """The value of a stored snapshot; None where there is none or it says nothing."""
    if snapshot is None:
        return None
    indicator = _BY_KEY.get(snapshot.indicator)
    amounts = snapshot.numerator, snapshot.denominator, snapshot.printed
    published = (
        published_values.published_of(indicator, *amounts)
        if indicator
        else rates.published_of(*amounts)  # of what no definition names, such as the overall score
    )
    if published is None:
        return None
    return Value(
        snapshot.source,
        snapshot.month,
        snapshot.numerator,
        snapshot.denominator,
        published,
        rank,
        snapshot.printed_rank,
        snapshot.cutoff,
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """One indicator of the home county in one month.

    `headline`: 市通报 where one covers the month, else 本县测算; None where neither is there.
    `own`: 本县测算, whether or not it is the headline. `difference_items`: own numerator less the
    bulletin's (None where unknown or no bulletin). `change_pp`: of published values against
    `previous` (the month before, in the headline's source). `ranked`: the value of the latest
    bulletin not after the month; `place_change`: places gained against the bulletin before that.
    `target_reached`, `items_missing`: against `target`. `twin`: the 核减后/规范 value beside it;
    `twin_gap_pp` how much lower it is. `missing_units`: the units of the missing rows, in Chinese.
    `left_out`: rows of the month that have an error. `series`: (month, published value) in the
    headline's source, oldest first, this month last. `rules_changed`: own counts of this month and
    the one before are by different rules (口径调整), and not compared.
    """

    indicator: Indicator
    month: date
    headline: Value | None
    own: Value | None
    difference_items: int | None
    previous: Value | None
    change_pp: Decimal | None
    ranked: Value | None
    place_change: int | None
    target: Target | None
    target_reached: bool | None
    items_missing: int | None
    twin_indicator: Indicator | None
    twin: Value | None
    twin_gap_pp: Decimal | None
    missing_units: str
    left_out: int
    series: tuple[tuple[date, Decimal | None], ...]
    rules_changed: bool = False

    @property
    def differs(self) -> bool:
        """The bulletin's value and the own count are both known and not the same."""
        return bool(
            self.headline
            and self.own
            and self.headline.source != self.own.source
            and self.headline.published != self.own.published
            or self.difference_items
        )

    @property
    def rounding_note(self) -> str:
        """What to say where the published value reaches the target and the exact fraction does not;
        else "".
        """
        if not (
            self.headline and self.target and self.target.value is not None and self.items_missing
        ):
            return ""
        if self.target_reached or self.headline.published < self.target.value:
            return ""
        return (
            f"公布值已到{rates.percent_text(self.target.value)}，"
            f"按实数仍差{self.items_missing}{self.indicator.unit}"
        )


def difference_items(own: Value | None, bulletin: Value | None) -> int | None:
    """How many items the own count is above the bulletin's, or None.

    Where the bulletin prints only a percent: against the numerator that would print so on the own
    denominator.
    """
    if own is None or bulletin is None or own.numerator is None:
        return None
    if bulletin.numerator is not None:
        return own.numerator - bulletin.numerator
    if own.published == bulletin.published:
        return 0
    if own.denominator is None:
        return None
    near = int((bulletin.published * own.denominator / 100).to_integral_value())
    return (
        own.numerator - near
        if rates.published(near, own.denominator) == bulletin.published
        else None
    )


def target_in_force(targets: list[Target], indicator: str, month: date) -> Target | None:
    """The target of the node that `month` falls in (the nearest `until` not before it), else the
    year's, else None.
    """
    own = [t for t in targets if t.indicator == indicator and t.year == month.year]
    nodes = [(t.until, n) for n, t in enumerate(own) if t.until and t.until >= month.month]
    if nodes:
        return own[min(nodes)[1]]
    return next((t for t in own if t.until is None), None)
