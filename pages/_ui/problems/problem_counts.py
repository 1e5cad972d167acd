"""问题清单 按单位看: rows of each unit on each list, and one list by unit as bars."""

from collections.abc import Mapping
from datetime import date

import streamlit as st

from govsvc import charts
from govsvc.board import Board
from govsvc.domain.indicators import ProblemList
from govsvc.exports import problem_tables
from pages._ui import chart_view, downloads, frame, list_view, style, ui
from pages._ui.problems import problem_filters
from pages._ui.problems.problem_filters import Selection


def show(board: Board, month: date, selection: Selection) -> None:
    """The counts and the bars, each leading to the rows behind a number or a bar."""
    counts = {
        one: by_unit
        for one, by_unit in board.lists.by_unit(selection.kind, month).items()
        if any(by_unit.values()) or one == selection.problem_list
    }
    _counts_table(counts, selection)
    _bars(board, month, selection)


def _counts_table(counts: Mapping[ProblemList, Mapping[str, int]], selection: Selection) -> None:
    unit_word = selection.unit_word
    of_chosen = counts.get(selection.problem_list, {})
    units = sorted(
        {unit for by_unit in counts.values() for unit in by_unit},
        key=lambda unit: (
            -of_chosen.get(unit, 0),
            -sum(by_unit.get(unit, 0) for by_unit in counts.values()),
            unit,
        ),
    )
    ui.section(
        f"各{unit_word}在各清单上的{selection.measure}数",
        hint="点击数字查看逐行清单，也可在上方选择清单和单位",
    )
    if not units:
        return

    def show_clicked() -> None:
        for row, list_name in st.session_state["heat"]["selection"]["cells"]:
            is_name = list_name == unit_word
            problem_filters.show_unit(
                units[row], selection.problem_list.name if is_name else list_name
            )

    list_view.counts_table(
        counts, units, unit_word, "heat", show_clicked, chosen=selection.problem_list
    )
    sheet = problem_tables.counts_sheet(
        counts, units, unit_word, home=frame.current().board.home_name(), facts=frame.facts()
    )
    downloads.table(
        "计数表",
        lambda suffix: frame.file_name(f"各{unit_word}问题清单计数", suffix=suffix),
        lambda: sheet,
        key="counts",
    )


def _bars(board: Board, month: date, selection: Selection) -> None:
    """The rows of the chosen list by unit, hatched by who can solve them."""
    split = board.lists.split(selection.problem_list, month)
    if split.empty:
        return
    unit_word, list_name = selection.unit_word, selection.problem_list.name
    ui.section(
        f"{list_name}：按{unit_word}",
        "斜纹为需上级协调；灰字为累计占比",
        "点击条形查看逐行清单",
    )
    known = {problem.row.unit for problem in (*selection.rows, *selection.removed)}

    def show_clicked() -> None:
        for point in st.session_state["bars"]["selection"]["points"]:
            if point["y"] in known:
                problem_filters.show_unit(point["y"], list_name)

    split = split.assign(
        solved_by=[selection.solved_by.get(unit, problem_tables.NOT_SAID) for unit in split["unit"]]
    )
    chart_view.show(
        charts.unit_bars(split, unit_word=unit_word, **style.look()),
        "bars",
        f"按{unit_word}",
        on_select=show_clicked,
    )
