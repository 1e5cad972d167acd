"""单位晾晒: departments, townships or 分管领域 beside each other: what each is responsible for,
what is missing, which unit is ahead. 分管领域, the units of one 分管县领导 added up, bear the name
of a leader: they stand by name, never ranked, and none is said to be the last.

A unit is ranked by its exact rate, N/D, highest first, with ties (1, 2, 2, 4): over published
values a unit of 3,000 rows with one missing would tie with many that are not alike. A unit without
rows is not ranked and comes last. All indicators together are their rows added up (an item stands
once for each indicator that counts it), then divided. A unit is the last where its rate is the
lowest and another's is higher.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from govsvc.assessment.problems import LASTING, NEW, Streak
from govsvc.board.board import Board
from govsvc.board.tables import moved
from govsvc.domain import indicators, rates
from govsvc.domain.indicators import Indicator, ProblemList
from govsvc.domain.rates import Rank
from govsvc.domain.roster import TOWNSHIP, UNIT_KINDS, Roster, Unit, kind_of

LEADER = "leader"
#: what is set beside each other → its Chinese name
GROUPS = {**UNIT_KINDS, LEADER: "分管领域"}
NO_LEADER = "未填分管县领导"
#: for so many months with data the last one is marked
MONTHS_LAST = 3
#: so many indicators have a column of their own where all are added up
MOST_BESIDE = 2


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One line of the table: a unit, or the units of one leader.

    `met` of `counted` rows; `new` this month; `lasting` for two months or more, the longest for
    `longest` months. `rank`: None where there are no rows, and of 分管领域. `place_change`: ranks
    won since the month with data before. `is_always_last`: last in each of the last `MONTHS_LAST`
    months with data.
    """

    name: str
    units: tuple[str, ...]
    met: int
    counted: int
    new: int
    lasting: int
    longest: int
    rank: Rank | None
    place_change: int | None
    is_always_last: bool

    @property
    def missing(self) -> int:
        return self.counted - self.met

    @property
    def rate(self) -> Decimal | None:
        """The published value."""
        return rates.published(self.met, self.counted)


def comparable(board: Board, month: date) -> tuple[Indicator, ...]:
    """The indicators that units can be compared by: those whose missing rows are on a list; of
    those beside the province's the ones that are shown.
    """
    extras = board.extras(month)
    return tuple(
        one
        for one in indicators.INDICATORS
        if indicators.missing_list_of(one) and (not one.is_extra or one in extras)
    )


def shown_indicators(indicator: Indicator | None) -> tuple[Indicator, ...]:
    """The indicator, or where it is None all that have a card, with those twins that count other
    rows (名称规范率).
    """
    if indicator:
        return (indicator,)
    return tuple(
        one
        for one in indicators.INDICATORS
        if not one.is_extra and (not one.nominal or not indicators.is_deduction(one))
    )


def rates_beside(
    board: Board, group: str, indicator: Indicator | None, month: date
) -> dict[Indicator, dict[str, Decimal | None]]:
    """Where all indicators are added up and the group has no more than two, each of them → unit →
    its published rate.
    """
    counts = board.rows.by_unit(month)
    members = groups(board.roster(), group, month, {unit for _, unit in counts})
    units = {unit for names in members.values() for unit in names}
    counted = [
        one
        for one in shown_indicators(indicator)
        if any(key == one.key and unit in units for key, unit in counts)
    ]
    if indicator or len(counted) > MOST_BESIDE:
        return {}
    return {
        one: {
            name: rates.published(met, of)
            for name, (met, of) in _added(members, {one.key}, counts).items()
        }
        for one in counted
    }


def shown_lists(indicator: Indicator | None) -> list[ProblemList]:
    """The lists of what is missing for `shown_indicators`."""
    return [
        problem_list
        for shown in shown_indicators(indicator)
        if (problem_list := indicators.missing_list_of(shown))
    ]


def rows(board: Board, group: str, indicator: Indicator | None, month: date) -> list[UnitRow]:
    """The rows of the table by rank, those without rows last; 分管领域 by name."""
    counts_of = board.rows.by_unit
    members = groups(board.roster(), group, month, {unit for _, unit in counts_of(month)})
    keys = {shown.key for shown in shown_indicators(indicator)}
    kinds = {shown.kind for shown in shown_indicators(indicator)}
    months = board.rows.months(kinds, month)[-MONTHS_LAST:][::-1]
    counts = [_added(members, keys, counts_of(one)) for one in months]
    if not months or months[0] != month:  # no rows in the month itself
        counts = []
    # the names of leaders are never ranked
    ranked = [] if group == LEADER else [rates.ranks(_rates(one)) for one in counts]
    streaks = _streaks(board, members, shown_lists(indicator), month)
    table = []
    for name, units in members.items():
        met, counted = counts[0][name] if counts else (0, 0)
        new, lasting, longest = _lasting(streaks[name])
        rank, won, is_last = _standing(name, ranked, counts)
        table.append(UnitRow(name, units, met, counted, new, lasting, longest, rank, won, is_last))
    return sorted(table, key=_order_by_name if group == LEADER else _order)


def _lasting(streaks: Sequence[Streak]) -> tuple[int, int, int]:
    """(new rows, rows that last, the most months that one of these has lasted)."""
    lasting = [streak.months for streak in streaks if streak.state == LASTING]
    new = sum(streak.state == NEW for streak in streaks)
    return new, len(lasting), max(lasting, default=0)


def _standing(
    name: str,
    ranked: Sequence[Mapping[str, Rank | None]],
    counts: Sequence[Mapping[str, tuple[int, int]]],
) -> tuple[Rank | None, int | None, bool]:
    """(rank in the newest month, places won since the month before, whether it was last in all
    months); `ranked`, `counts`: of the last months, the newest first, none of what is not ranked.
    """
    ranks = [of_month[name] for of_month in ranked]
    rank, before = [*ranks, None, None][:2]
    won = before.place - rank.place if rank and before else None
    return rank, won, len(ranks) == MONTHS_LAST and all(_is_last(name, one) for one in counts)


def _order(row: UnitRow) -> tuple[bool, bool, int, int, str]:
    """The sorting key of the table: by rank, units without a rank last, and among these those with
    rows first.
    """
    rank = row.rank.place if row.rank else 0
    return row.rank is None, not row.counted, rank, -row.counted, row.name


def _order_by_name(row: UnitRow) -> tuple[bool, bool, str]:
    """The sorting key of 分管领域: those without rows behind the others, units that are nobody's
    last.
    """
    return row.name == NO_LEADER, not row.counted, row.name


def _streaks(
    board: Board, members: Mapping[str, Sequence[str]], lists: Sequence[ProblemList], month: date
) -> dict[str, list[Streak]]:
    """Name in the table → how long each of its rows has been on one of the lists."""
    name_of = {unit: name for name, units in members.items() for unit in units}
    streaks: dict[str, list[Streak]] = {name: [] for name in members}
    for problem_list in lists:
        for streak in board.lists.streaks(problem_list, month):
            if streak.unit in name_of:
                streaks[name_of[streak.unit]].append(streak)
    return streaks


def groups(
    roster: Roster, group: str, month: date, with_rows: Iterable[str]
) -> dict[str, tuple[str, ...]]:
    """Name in the table → its units, of all units that exist in the month or have rows in it."""
    known = {unit.name: unit for unit in roster.units}
    there = {
        unit.name for unit in roster.units if not unit.merged_into and unit.is_there(month)
    } | set(with_rows)
    members: dict[str, list[str]] = {}
    for name in sorted(there):
        unit = known.get(name) or Unit(name, kind_of(indicators.ITEMS, name))
        if group == LEADER:
            members.setdefault(unit.leader or NO_LEADER, []).append(name)
        elif unit.kind == group:
            members[name] = [name]
    return {name: tuple(units) for name, units in members.items()}


def _added(
    members: Mapping[str, Sequence[str]],
    keys: set[str],
    counts: Mapping[tuple[str, str], tuple[int, int]],
) -> dict[str, tuple[int, int]]:
    """Name in the table → (rows met, rows counted) of its units, all these indicators together."""
    of = {
        name: [counts[key, unit] for unit in units for key in keys if (key, unit) in counts]
        for name, units in members.items()
    }
    return {
        name: (sum(met for met, _ in pairs), sum(counted for _, counted in pairs))
        for name, pairs in of.items()
    }


def _rates(counts: Mapping[str, tuple[int, int]]) -> dict[str, Fraction | None]:
    return {
        name: Fraction(met, counted) if counted else None for name, (met, counted) in counts.items()
    }


def _is_last(name: str, counts: Mapping[str, tuple[int, int]]) -> bool:
    known = {other: rate for other, rate in _rates(counts).items() if rate is not None}
    return name in known and known[name] == min(known.values()) < max(known.values())


def finding(table: Sequence[UnitRow], group: str, subject: str) -> str:
    """The page's sentence: which unit has most missing, which is always last; of 分管领域 the sum
    alone.
    """
    if group == LEADER:
        return _sum_of_leaders(table, subject)
    ranked, word = [row for row in table if row.rank], GROUPS[group]
    if not ranked:
        return f"{subject}：本月没有{word}的数据"
    missing = sorted((row for row in table if row.missing), key=lambda row: -row.missing)
    if not missing:
        return f"{subject}：{len(ranked)}个{word}全部达到"
    always = [row.name for row in table if row.is_always_last]
    last = f"，{'、'.join(always)}连续{MONTHS_LAST}个月末位" if always else ""
    return (
        f"{subject}：{len(missing)}个{word}还有未达标事项，"
        f"{missing[0].name}最多（{missing[0].missing}{'个' if group == TOWNSHIP else '项'}）{last}"
    )


def _sum_of_leaders(table: Sequence[UnitRow], subject: str) -> str:
    fields = [row for row in table if row.counted and row.name != NO_LEADER]
    if not fields:
        return f"{subject}：本月没有可以汇总的数据"
    missing = sum(row.missing for row in fields)
    return f"{subject}：{len(fields)}个{GROUPS[LEADER]}" + (
        f"未达标共{missing}项" if missing else "全部达到"
    )


__all__ = [
    "GROUPS",
    "LEADER",
    "MONTHS_LAST",
    "NO_LEADER",
    "UnitRow",
    "comparable",
    "finding",
    "groups",
    "moved",
    "rates_beside",
    "rows",
    "shown_indicators",
    "shown_lists",
]
