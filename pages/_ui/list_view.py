"""Problem lists on the screen: one to work on, one to read and print, and the counts by unit."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Literal

import pandas as pd
import streamlit as st

from govsvc import charts
from govsvc.assessment.problems import Problem
from govsvc.domain.indicators import ProblemList
from govsvc.exports import problem_tables
from pages._ui import style, ui

#: columns that are long, right of those by which a list is worked on
_LAST = ("依据", "提示", "编码", "备注")
#: what a phone shows before the others: what, whose, since when
_NAMES = ("事项名称", "村（社区）")
_LEADING = (*_NAMES, "部门", "乡镇（街道）", problem_tables.STATE)
#: pixels
_ROW_HEIGHT, _MOST_HEIGHT, _MOST_COUNT = 35, 620, 150


def list_table(
    problem_list: ProblemList,
    problems: Sequence[Problem],
    key: str,
    on_select: Callable[[], None] | Literal["ignore"],
    rectification: Sequence[str] = (),
    *,
    has_ticks: bool = False,
) -> None:
    """A problem list to work on: sortable, scrollable, numbered; a click on a row picks it.

    `rectification`: of each row how its 整改 stands. `has_ticks`: a click at the head of rows ticks
    several.
    """
    headers = problem_tables.columns(problem_list)
    rows = pd.DataFrame(
        [problem_tables.cells(problem_list, problem) for problem in problems],
        columns=headers,
        dtype=object,
    )
    rows = rows.drop(
        columns=[
            header
            for header in (*problem_tables.MAY_BE_LEFT_AWAY, "原名称")
            if header in headers and rows[header].isna().all()
        ]
    )
    if rectification:
        rows.insert(list(rows).index(problem_tables.STATE), "整改", list(rectification))
    last = [name for name in _LAST if name in rows]
    rows = rows[[*(name for name in rows if name not in last), *last]]
    rows.insert(0, "序号", range(1, len(rows) + 1))
    widths = {
        "序号": 56,
        "编码": 300,
        "依据": 316 if problem_list.signs else 480,
        "变化": 150,
        "整改": 190,
        problem_tables.MONTHS: 84,
        problem_tables.SINCE: 110,
    }
    ui.grid(
        rows,
        leading=_LEADING,
        height=min(_MOST_HEIGHT, 3 + _ROW_HEIGHT * (1 + len(rows))),
        row_height=_ROW_HEIGHT,
        alt=f"{problem_list.name}，{len(rows)}行",
        key=key,
        on_select=on_select,
        selection_mode=("multi-row" if has_ticks else "single-row", "single-cell"),
        column_config={
            name: st.column_config.Column(width=widths[name])
            for name in rows.columns
            if name in widths
        },
    )


def list_to_read(problem_list: ProblemList, problems: Sequence[Problem]) -> None:
    """A problem list to read and print, whole; columns that may be left away only where filled."""
    headers = problem_tables.columns(problem_list)
    rows = [problem_tables.cells(problem_list, problem) for problem in problems]
    columns = [
        index
        for index, header in enumerate(headers)
        if header not in problem_tables.MAY_BE_LEFT_AWAY or any(row[index] for row in rows)
    ]
    ui.table(
        f"list_{problem_list.key}",
        ["序号", *(headers[index] for index in columns)],
        [
            [number, *(ui.text(row[index]) if row[index] else None for index in columns)]
            for number, row in enumerate(rows, start=1)
        ],
        numbers=["序号", problem_tables.MONTHS],
        clipped=[name for name in ("依据",) if name in (headers[index] for index in columns)],
        leading=[name for name in _NAMES if name in headers],
    )


def counts_table(
    counts: Mapping[ProblemList, Mapping[str, int]],
    units: Sequence[str],
    unit_word: str,
    key: str,
    on_select: Callable[[], None],
    *,
    chosen: ProblemList,
) -> None:
    """Rows on each list by unit, orange by count within the list; a click on a number picks list
    and unit. A phone shows those of the list `chosen` before the others.
    """
    palette = style.palette()
    names: list[Hashable] = [problem_list.name for problem_list in counts]
    numbers = pd.DataFrame(
        [[unit, *(by_unit.get(unit, 0) for by_unit in counts.values())] for unit in units],
        columns=[unit_word, *names],
    )
    styled = numbers.style.format(lambda count: str(count) if count else "·", subset=names)
    for name in names:  # each list by itself: one is ten times as long as another
        most = int(numbers[name].max()) if len(numbers) else 0
        styled = styled.map(
            lambda count, most=most: (
                f"background-color: {charts.heat_ground(count, most, palette)}; color: "
                f"{palette.ink if count else palette.muted}"
            ),
            subset=[name],
        )
    ui.grid(
        styled,
        leading=[unit_word, chosen.name],
        printed=numbers,
        height=3 + _ROW_HEIGHT * (1 + len(units)),
        row_height=_ROW_HEIGHT,
        alt=f"各{unit_word}在各清单上的行数，{len(units)}行",
        key=key,
        on_select=on_select,
        selection_mode="single-cell",
        column_config={
            unit_word: st.column_config.TextColumn(width=200),
            **{
                name: st.column_config.NumberColumn(alignment="right", width=_MOST_COUNT)
                for name in names
            },
        },
    )
