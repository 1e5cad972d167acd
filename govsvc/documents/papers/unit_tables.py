"""Departments and townships in a paper: the ranking of each indicator, who is last, and the rows of
each unit.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from govsvc.assessment.problems import NEW, Streak
from govsvc.board import Board, by_unit
from govsvc.board.by_unit import UnitRow
from govsvc.documents.official import Column
from govsvc.documents.papers.figures import Figures
from govsvc.documents.papers.model import Attached, Part, Row, one_line
from govsvc.documents.papers.problems import confirmed_lists
from govsvc.domain import rates
from govsvc.domain.indicators import Indicator, ProblemList
from govsvc.domain.roster import UNIT_KINDS

#: units at the end of a ranking that may be named
MOST_LAST = 3
_RANKING = (
    Column("位次", 22, is_centred=True),
    Column("单位", 48),
    Column("达到/总数", 28, is_centred=True),
    Column("比率", 24, is_centred=True),
    Column("未达到", 20, is_centred=True),
    Column("本月新增", 22, is_centred=True),
)
_ROWS = (
    Column("序号", 12, is_centred=True),
    Column("事项、村（社区）", 74),
    Column("问题", 44),
    Column("连续未解决", 26, is_centred=True),
)
#: one row of a unit: each list that it is on, with how long
_Listed = Sequence[tuple[ProblemList, Streak]]


@dataclass(frozen=True, slots=True)
class Ranked:
    """The units of a group by one indicator."""

    group: str
    indicator: Indicator
    rows: tuple[UnitRow, ...]

    @property
    def word(self) -> str:
        return UNIT_KINDS[self.group]

    def last(self, least: int) -> list[UnitRow]:
        """The last three, those of them that may be named: of `least` rows and more, and not
        complete. Never more than a third of all, and none of units that are level beyond that.
        """
        placed = [(row.rank.place, row) for row in self.rows if row.rank]
        most = min(MOST_LAST, len(placed) // 3)
        if not most:
            return []
        first = placed[-most][0]
        tail = [row for place, row in placed if place >= first]
        if len(tail) > most:
            tail = [row for place, row in placed if place > first]
        return [row for row in tail if row.missing and row.counted >= least]


def ranked(board: Board, month: date) -> list[Ranked]:
    """Each group by each indicator that counts rows of its units."""
    found = []
    for group in UNIT_KINDS:
        for indicator in by_unit.shown_indicators(None):
            table = by_unit.rows(board, group, indicator, month)
            rows = tuple(row for row in table if row.counted)
            if rows:
                found.append(Ranked(group, indicator, rows))
    return found


def rankings(board: Board, month: date, tables: Sequence[Ranked]) -> list[Attached]:
    """An attached list a group, with a table for each of its indicators."""
    figures = Figures(board, month)
    found = []
    for group, word in UNIT_KINDS.items():
        groups = tuple(
            ((one.indicator.short,), tuple(_ranking_row(one, row, figures) for row in one.rows))
            for one in tables
            if one.group == group
        )
        if groups:
            found.append(Attached(f"各{word}指标完成情况", _RANKING, groups))
    return found


def _ranking_row(one: Ranked, row: UnitRow, figures: Figures) -> Row:
    return (
        rates.rank_text(row.rank),
        one_line(row.name),
        f"{row.met:,}/{row.counted:,}",
        figures.of_unit(one.indicator, row),
        f"{row.missing:,}",
        f"{row.new:,}" if row.new else "·",
    )


def lists_of_units(board: Board, month: date) -> list[Attached]:
    """What each unit has to solve, every row once: one list a unit, departments before townships,
    those with most rows first.
    """
    of_unit: dict[str, dict[tuple[str, int], list[tuple[ProblemList, Streak]]]] = {}
    for problem_list in dict.fromkeys([*by_unit.shown_lists(None), *confirmed_lists()]):
        alike: dict[tuple[str, str], int] = {}
        for streak in board.lists.streaks(problem_list, month):
            # rows of one name are several
            alike[streak.unit, streak.name] = number = alike.get((streak.unit, streak.name), 0) + 1
            rows = of_unit.setdefault(streak.unit, {})
            rows.setdefault((streak.name, number), []).append((problem_list, streak))
    if not of_unit:
        return []
    figures = Figures(board, month)
    kinds = {unit.name: unit.kind for unit in board.roster().units}
    order = sorted(of_unit, key=lambda unit: (kinds.get(unit, ""), -len(of_unit[unit]), unit))
    groups = tuple(_list_of(unit, list(of_unit[unit].values()), figures) for unit in order)
    return [Attached("各单位问题清单", _ROWS, groups)]


def _list_of(unit: str, found: Sequence[_Listed], figures: Figures) -> tuple[Row, tuple[Row, ...]]:
    name = one_line(unit)
    oldest = [max((streak for _, streak in one), key=lambda one: one.months) for one in found]
    of_months = Counter(streak.months for streak in oldest)
    title: Row = (f"{name}（", figures.listed(name, len(found), max(of_months)), "）")
    rows = tuple(
        (
            str(number),
            one_line(one[0][1].name),
            "、".join(problem_list.name for problem_list, _ in one),
            _lasting(streak, name, of_months[streak.months], figures),
        )
        for number, (one, streak) in enumerate(zip(found, oldest), start=1)
    )
    return title, rows


def _lasting(oldest: Streak, unit: str, alike: int, figures: Figures) -> Part:
    """本月新增, or for how many months the oldest problem of a row has lasted. `alike`: rows of the
    unit that have lasted as long.
    """
    if oldest.months > 1:
        return figures.lasting(unit, oldest.months, alike)
    return "本月新增" if oldest.state == NEW else "本月"
