"""Why an indicator's value moved since the month before: bars that lead from the value then to the
value now, each with the rows behind it.

Each row that is counted in one of the months has an exact share of the change of the own count
(`rates.share_of_change`); the shares of all rows sum to it. What the headline's change differs by
comes last, from the source and from rounding.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from govsvc.assessment import counting
from govsvc.assessment.problems import Identity, Index
from govsvc.board.parts.values import Values
from govsvc.board.standing import Value
from govsvc.board.version_data import VersionData
from govsvc.domain import rates
from govsvc.domain.indicators import OWN, Indicator, Rules
from govsvc.domain.months import month_before
from govsvc.domain.rows import LEFT_OUT, Entry, ListRow
from govsvc.store import JudgedRow

NEW, SOLVED, DEDUCTED, UNCOUNTED, TOTAL = "new", "solved", "deducted", "uncounted", "total"
SOURCE, ROUNDING = "source", "rounding"
NAMES = {
    NEW: "新增问题",
    SOLVED: "解决",
    DEDUCTED: "核减、豁免",
    UNCOUNTED: "有误未计入",
    TOTAL: "总数变化",
    SOURCE: "来源差",
    ROUNDING: "四舍五入",
}


@dataclass(frozen=True, slots=True)
class Bar:
    """One cause. `points`: percentage points, at four decimals. `rows`: those behind it, as they
    were in the month that counts them; `units`: unit → rows, most first.
    """

    cause: str
    points: Decimal
    rows: tuple[ListRow, ...] = ()

    @property
    def name(self) -> str:
        return NAMES[self.cause]

    @property
    def units(self) -> dict[str, int]:
        counts = Counter(row.unit for row in self.rows)
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


@dataclass(frozen=True, slots=True)
class Waterfall:
    """The headline's value in the month before and in this one, and what lies between.

    `before.published + sum of the bars' points = now.published`, exactly. `own`: the change of the
    own count in its two exact parts.
    """

    before: Value
    now: Value
    bars: tuple[Bar, ...]
    own: rates.Movement

    @property
    def change(self) -> Decimal:
        """Of the published values, in percentage points."""
        return self.now.published - self.before.published


class Movements:
    """Why the headline of an indicator moved since the month before."""

    def __init__(self, data: VersionData, values: Values):
        self._data, self._values = data, values
        # what was computed once
        self._waterfalls: dict[tuple[str, date], Waterfall | None] = {}

    def waterfall(self, indicator: Indicator, month: date) -> Waterfall | None:
        """From the value of the month before to this month's; None where one of them has no own
        count or no value in the headline's source, or where the rules changed between them.
        """
        key = indicator.key, month
        if key not in self._waterfalls:
            self._waterfalls[key] = self._computed(indicator, month)
        return self._waterfalls[key]

    def _computed(self, indicator: Indicator, month: date) -> Waterfall | None:
        earlier, values = month_before(month), self._values
        headline = values.headline(indicator, month)
        before, change, _ = values.moved(indicator, month, headline)
        own = values.own(indicator, earlier), values.own(indicator, month)
        movement = values.why_moved(indicator, month)
        if not (headline and before and own[0] and own[1] and own[0].counts and own[1].counts):
            return None
        if change is None or movement is None:
            return None
        (n0, d0), (_, d1) = own[0].counts, own[1].counts
        causes = _causes(self._data, indicator, earlier, month)
        bars = [_bar(cause, causes[cause], n0, d0, d1) for cause in NAMES if causes[cause]]
        source = change - (own[1].published - own[0].published)
        if headline.source != OWN and source:
            bars.append(Bar(SOURCE, source))
        rounding = change - sum((bar.points for bar in bars), Decimal())
        if rounding:
            bars.append(Bar(ROUNDING, rounding))
        return Waterfall(before, headline, tuple(bars), movement)


#: rows, each with the change of the numerator and of the denominator that it makes
_Steps = list[tuple[JudgedRow, int, int]]


def _bar(cause: str, steps: _Steps, n0: int, d0: int, d1: int) -> Bar:
    shares = (rates.share_of_change(met, counted, n0, d0, d1) for _, met, counted in steps)
    points = rates.four_decimals(sum(shares, Fraction()))
    return Bar(cause, points, tuple(_list_row(row) for row, _, _ in steps))


def _causes(
    data: VersionData, indicator: Indicator, earlier: date, month: date
) -> dict[str, _Steps]:
    """Cause → the rows that moved the own count by it."""
    moved = data.store.rows.moved_rows
    before = moved(indicator.kind, earlier, month, indicator.key)
    now = moved(indicator.kind, month, earlier, indicator.key)
    both, left, entered = _pairs(before, now)
    causes: dict[str, _Steps] = {cause: [] for cause in NAMES}
    for was, row in both:
        if was.is_met != row.is_met:
            step = (row, 1, 0) if row.is_met else (row, -1, 0)
            causes[SOLVED if row.is_met else NEW].append(step)
    for row, cause in zip(left, _why_uncounted(data, indicator, month, left)):
        causes[cause].append((row, -int(row.is_met), -1))
    for row, cause in zip(entered, _why_uncounted(data, indicator, earlier, entered)):
        causes[cause if row.is_met else NEW].append((row, int(row.is_met), 1))
    return causes


def _pairs(
    before: Sequence[JudgedRow], now: Sequence[JudgedRow]
) -> tuple[list[tuple[JudgedRow, JudgedRow]], list[JudgedRow], list[JudgedRow]]:
    """(rows counted in both months, as they were and as they are; only before; only now)."""
    identities = {Identity.of(_list_row(row)): row for row in before}
    index, matched = Index(identities), set[Identity]()
    both, entered = [], []
    for row in now:
        was = index.find(Identity.of(_list_row(row)))
        if was is None or was in matched:
            entered.append(row)
        else:
            matched.add(was)
            both.append((identities[was], row))
    return both, [row for identity, row in identities.items() if identity not in matched], entered


def _list_row(row: JudgedRow) -> ListRow:
    return ListRow(row.kind, row.month, row.unit, row.key, row.name, row.attributes)


def _why_uncounted(
    data: VersionData, indicator: Indicator, month: date, rows: Sequence[JudgedRow]
) -> Iterator[str]:
    """For each of the rows why the month, which does not count it, does not."""
    like = list(map(_list_row, rows))
    present = (
        data.store.rows.rows_like(indicator.kind, month, month, like).get(month, ()) if like else ()
    )
    index = Index(by_identity := {Identity.of(entry): entry for entry in present})
    for row in like:
        identity = index.find(Identity.of(row))
        yield (
            TOTAL
            if identity is None
            else _why_not_counted(indicator, by_identity[identity], data.rules_of(month))
        )


def _why_not_counted(indicator: Indicator, entry: Entry, rules: Rules) -> str:
    is_unread = counting.is_unread(indicator, entry.flags, rules)
    return UNCOUNTED if entry.status == LEFT_OUT or is_unread else DEDUCTED
