"""Slides of departments and townships: whose the problems are, what is new, station names, what
inspections found.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import zip_longest

from govsvc.assessment.problems import NEW, Streak
from govsvc.board import by_unit
from govsvc.board.board import Board
from govsvc.board.briefing.model import (
    ATTEND,
    BETTER,
    OWN,
    PLAIN,
    Bars,
    Cell,
    Fact,
    Slide,
    Table,
    counted_bars,
    plain_cells,
)
from govsvc.board.by_unit import UnitRow
from govsvc.board.parts.lists import Moved
from govsvc.board.standing import Standing
from govsvc.domain import indicators, rates
from govsvc.domain.indicators import Indicator, ProblemList
from govsvc.domain.roster import DEPARTMENT, TOWNSHIP, UNIT_KINDS, kind_of

#: key of the slide of what is new
NEW_PROBLEMS = "new"
#: lines of a chart, of a table
_MOST_BARS, _MOST_ROWS = 7, 8
#: unit, name, which one of those that bear the name
_NewRow = tuple[str, str, int]
_EACH_COUNTED = "各指标相加，一项按每个指标各算一次"


def shown_lists() -> list[ProblemList]:
    """The lists of what is missing for an indicator that is shown whatever is deducted."""
    return [
        found
        for indicator in indicators.INDICATORS
        if not indicator.is_extra
        and not indicators.is_deduction(indicator)
        and (found := indicators.missing_list_of(indicator))
    ]


def _name_indicators() -> list[Indicator]:
    """The indicators of the names of stations: twins that deduct nothing."""
    twins = map(indicators.twin_of, indicators.headline_indicators())
    return [twin for twin in twins if twin and not indicators.is_deduction(twin)]


def _inspected_lists() -> list[ProblemList]:
    """The lists of what inspections found (明进暗不进、体外循环)."""
    return [
        one
        for one in indicators.LISTS
        if one.flag and indicators.is_deduction(one) and not indicators.is_extra(one)
    ]


def _most_text(counts: Sequence[tuple[str, int]], unit: str) -> str:
    """自然资源局最多（31项）; of those that are level two are named; 均属公安局 where it is one;
    各1项 where all are level.
    """
    if len(counts) == 1:
        return f"均属{counts[0][0]}"
    most = counts[0][1]
    level = [name for name, count in counts if count == most]
    if len(level) == len(counts):
        return f"各{most}{unit}"
    names = "、".join(level[:2]) + (f"等{len(level)}个" if len(level) > 2 else "")
    return f"{names}最多（{'各' if len(level) > 1 else ''}{most}{unit}）"


# -- departments and townships -------------------------------------------------------------


def by_units(board: Board, month: date, *, show_leaders: bool) -> Slide | None:
    """部门、乡镇: who has how many rows missing; with `show_leaders` also the sums by 分管县领导.
    None where the month has no rows.
    """
    departments = _with_missing(by_unit.rows(board, DEPARTMENT, None, month))
    townships = _with_missing(by_unit.rows(board, TOWNSHIP, None, month))
    if not departments and not townships:
        return None
    parts: list[Bars | Table] = []
    sentences = []
    if departments:
        sentences.append(f"{len(departments)}个部门还有未达标事项，{_most_of(departments, '项')}")
        caption = "部门未达标（项，＋为新增）"
        parts.append(_unit_bars(departments, caption, "个部门", _EACH_COUNTED))
    if townships:
        word = UNIT_KINDS[TOWNSHIP]
        sentences.append(f"{len(townships)}个{word}站点还有问题，{_most_of(townships, '个')}")
        parts.append(_unit_bars(townships, "站点未设、名称未规范（个）", f"个{word}"))
    leaders = _by_leaders(board, month) if show_leaders else None
    if leaders:
        parts.append(leaders)
    return Slide("units", "；".join(sentences), parts=tuple(parts), page="league.py")


def _with_missing(rows: Sequence[UnitRow]) -> list[UnitRow]:
    """Those with rows missing, most first."""
    return sorted((row for row in rows if row.missing), key=lambda row: (-row.missing, row.name))


def _most_of(rows: Sequence[UnitRow], unit: str) -> str:
    return _most_text([(row.name, row.missing) for row in rows], unit)


def _unit_bars(rows: Sequence[UnitRow], caption: str, rest: str, note: str = "") -> Bars:
    """What each unit has missing: 31（＋2）."""
    bars = [
        (row.name, row.missing, f"{row.missing}" + (f"（＋{row.new}）" if row.new else ""))
        for row in rows
    ]
    return counted_bars(caption, bars, rest, _MOST_BARS, note)


def _by_leaders(board: Board, month: date) -> Table | None:
    """按分管领域汇总, ranked by nothing; None where the roster names no 分管县领导."""
    rows = [row for row in by_unit.rows(board, by_unit.LEADER, None, month) if row.counted]
    named = sorted((row for row in rows if row.name != by_unit.NO_LEADER), key=lambda r: r.name)
    if not named:
        return None
    nobodys = [row for row in rows if row.name == by_unit.NO_LEADER and row.missing]
    return Table(
        ("分管县领导", "未达标", "新增"),
        tuple(
            plain_cells(name, f"{row.missing}项", f"{row.new}项")
            for name, row in (
                *((row.name, row) for row in named),
                *((_nobodys_name(board, row), row) for row in nobodys),
            )
        ),
        frozenset({1, 2}),
        "按分管领域汇总",
        "不作排名",
    )


def _nobodys_name(board: Board, row: UnitRow) -> str:
    """What the units without a 分管县领导 are called: townships have none."""
    kinds = {unit.name: unit.kind for unit in board.roster().units}
    are_townships = all(
        kinds.get(name, kind_of(indicators.ITEMS, name)) == TOWNSHIP for name in row.units
    )
    return UNIT_KINDS[TOWNSHIP] if are_townships else "未明确分管领域"


# -- what is new ---------------------------------------------------------------------------


def new_problems(board: Board, month: date, *, show_effective: bool) -> Slide | None:
    """新增问题, a row once for each list that it is on; with `show_effective` also how many came on
    the lists of what is deducted. None where there is no month before to compare with.
    """
    moved = {
        one: found for one in shown_lists() if (found := board.lists.moved(one, month)) is not None
    }
    if not moved:
        return None
    new = [
        (one, streak)
        for one in moved
        for streak in board.lists.streaks(one, month)
        if streak.state == NEW
    ]
    units = Counter(streak.unit for _, streak in new)
    ordered = sorted(units.items(), key=lambda item: (-item[1], item[0]))
    title = (
        f"本月新增问题{len(new)}项，涉及{len(units)}个单位，{_most_text(ordered, '项')}"
        if new
        else "本月没有新增问题"
    )
    if show_effective:
        title += _new_deducted(board, month)
    rows = tuple(_moved_row(board, month, one, found) for one, found in moved.items())
    parts = [Table(("清单", "本月", "新增", "减少"), rows, frozenset({1, 2, 3}))]
    if new:
        parts.append(_new_table(new, [unit for unit, _ in ordered]))
    query = {"list": max(moved, key=lambda one: moved[one].new).name}
    return Slide(NEW_PROBLEMS, title, parts=tuple(parts), page="problems.py", query=query)


def _moved_row(
    board: Board, month: date, problem_list: ProblemList, moved: Moved
) -> tuple[Cell, ...]:
    """A list: how many rows, how many came, how many left."""
    unit = indicators.by_key(problem_list.indicator).unit
    return (
        Cell(problem_list.name, OWN),
        Cell(f"{board.lists.count(problem_list, month) or 0}{unit}"),
        Cell(f"＋{moved.new}", ATTEND) if moved.new else Cell("·"),
        Cell(f"{rates.MINUS}{moved.left}", BETTER) if moved.left else Cell("·"),
    )


def _new_deducted(board: Board, month: date) -> str:
    """；另有明进暗不进、体外循环新增4项; "" where none are new."""
    moved = {one: board.lists.moved(one, month) for one in _inspected_lists()}
    new = {one.name: found.new for one, found in moved.items() if found and found.new}
    return f"；另有{'、'.join(new)}新增{sum(new.values())}项" if new else ""


def _new_table(new: Sequence[tuple[ProblemList, Streak]], units: Sequence[str]) -> Table:
    """The new rows, each once with the lists that it is on, by unit in the order of `units`; where
    they are too many those of as many units as there is room for.
    """
    lists: dict[_NewRow, list[str]] = {}
    alike: Counter[tuple[ProblemList, str, str]] = Counter()
    for one, streak in new:
        alike[one, streak.unit, streak.name] += 1
        row = streak.unit, streak.name, alike[one, streak.unit, streak.name]
        lists.setdefault(row, []).append(one.name)
    shown = _of_most_units(list(lists), units)
    counted = sum(len(lists[row]) for row in shown)
    notes = ["新增数按每个清单各算一次"] if any(len(names) > 1 for names in lists.values()) else []
    if counted < len(new):
        others = len(units) - len({unit for unit, *_ in shown})
        of_others = f"（含其他{others}个单位）" if others else ""
        notes.append(f"另有{len(new) - counted}项{of_others}，见问题清单")
    return Table(
        ("单位", "本月新增的事项、站点", "清单"),
        tuple(plain_cells(*row[:2], "、".join(lists[row])) for row in shown),
        note="；".join(notes),
    )


def _of_most_units(rows: Sequence[_NewRow], units: Sequence[str]) -> list[_NewRow]:
    """So many of the rows as there is room for, one of each unit before a second one."""
    of_unit: dict[str, list[_NewRow]] = {unit: [] for unit in units}
    for row in rows:
        of_unit[row[0]].append(row)
    most = _MOST_ROWS if len(rows) <= _MOST_ROWS else _MOST_ROWS - 1
    by_turns = [row for turn in zip_longest(*of_unit.values()) for row in turn if row]
    chosen = set(by_turns[:most])
    return [row for found in of_unit.values() for row in found if row in chosen]


# -- station names -------------------------------------------------------------------------


def station_names(board: Board, month: date) -> Slide | None:
    """站点名称; None where the month has no stations or all names are standard."""
    for indicator in _name_indicators():
        value = board.values.own(indicator, month)
        problem_list = indicators.missing_list_of(indicator)
        if value and value.missing and problem_list:
            return _names(board, month, indicator, problem_list)
    return None


def _names(board: Board, month: date, indicator: Indicator, problem_list: ProblemList) -> Slide:
    unit, count = indicator.unit, board.lists.count(problem_list, month) or 0
    counts = _split(board, problem_list, month)
    value = board.values.own(indicator, month)
    facts = [Fact(rates.percent_text(value.published if value else None), indicator.short, OWN)]
    facts.append(Fact(f"{count}{unit}", problem_list.name, ATTEND))
    change = board.lists.change(problem_list, month)
    if change is not None:
        tone = ATTEND if change > 0 else BETTER if change else PLAIN
        text = f"{'↑' if change > 0 else '↓'} {abs(change)}{unit}" if change else "持平"
        facts.append(Fact(text, "较上月", tone))
    word = UNIT_KINDS[TOWNSHIP]
    return Slide(
        "stations",
        f"{count}{unit}站点名称未规范，涉及{len(counts)}个{word}，{_most_text(counts, unit)}",
        tuple(facts),
        (
            counted_bars(
                f"{problem_list.name}（{unit}）",
                [(name, n, str(n)) for name, n in counts],
                f"个{word}",
                _MOST_BARS,
            ),
            _longest_table(board.lists.streaks(problem_list, month)),
        ),
        "problems.py",
        {"list": problem_list.name},
    )


def _longest_table(streaks: Sequence[Streak], most: int = 6) -> Table:
    """The villages whose stations have waited longest."""
    longest = sorted(streaks, key=lambda s: (-s.months, s.unit, s.name))[:most]
    return Table(
        (UNIT_KINDS[TOWNSHIP], "村（社区）", "未规范已有"),
        tuple(plain_cells(s.unit, s.name, f"{s.months}个月") for s in longest),
        frozenset({2}),
        "时间最长的",
    )


# -- what inspections found ----------------------------------------------------------------


def deducted(
    board: Board, month: date, standings: Sequence[Standing], *, show_effective: bool
) -> Slide | None:
    """明进暗不进、体外循环: what inspections found, and whose; with `show_effective` also the rate
    after deduction, and how many are suspected. None where there are none.
    """
    counts = {one: n for one in _inspected_lists() if (n := board.lists.count(one, month))}
    if not counts:
        return None
    split_by_list = {one: _split(board, one, month) for one in counts}
    title = "；".join(
        f"{one.name}{counts[one]}项，涉及{len(split)}个部门，{_most_text(split, '项')}"
        for one, split in split_by_list.items()
    )
    facts = [
        Fact(f"{n}项", f"{one.name}{_change_text(board.lists.change(one, month))}", ATTEND)
        for one, n in counts.items()
    ]
    if show_effective:
        facts += _effective_facts(board, month, standings, list(counts))
    return Slide(
        "deducted",
        title,
        tuple(facts),
        tuple(
            counted_bars(
                f"{one.name}（项）", [(name, n, str(n)) for name, n in split], "个部门", _MOST_BARS
            )
            for one, split in split_by_list.items()
        ),
        "problems.py",
        {"list": next(iter(counts)).name},
    )


def _change_text(change: int | None) -> str:
    """，较上月净减1项; "" where it is not known."""
    if change is None:
        return ""
    if not change:
        return "，与上月持平"
    return f"，较上月{'净增' if change > 0 else '净减'}{abs(change)}项"


def _split(board: Board, problem_list: ProblemList, month: date) -> list[tuple[str, int]]:
    """(unit, rows on the list), most first."""
    split = board.lists.split(problem_list, month)
    return [(name, int(n)) for name, n in zip(split["unit"], split["missing"])]


def _effective_facts(
    board: Board, month: date, standings: Sequence[Standing], lists: Sequence[ProblemList]
) -> list[Fact]:
    facts = [
        Fact(
            rates.percent_text(standing.twin.published),
            f"{standing.indicator.short}{indicators.twin_word(standing.twin_indicator)}，"
            f"低{standing.twin_gap_pp}个百分点",
            OWN,
        )
        for standing in standings
        if standing.twin and standing.twin_indicator and standing.twin_gap_pp
    ]
    suspected = sum(board.lists.suspected(one, month) or 0 for one in lists)
    return facts + ([Fact(f"{suspected}项", "疑似，待认定")] if suspected else [])
