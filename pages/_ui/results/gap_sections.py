"""目标差距: the distances of all indicators, one indicator by unit, all targets in a table."""

from collections.abc import Callable, Sequence
from datetime import date

import streamlit as st

from govsvc import charts
from govsvc.board import Board, Standing, sentences, tables
from govsvc.domain import indicators
from govsvc.domain.indicators import Indicator
from govsvc.exports import problem_tables
from pages._ui import chart_view, frame, sheet_view, style, ui


def distances(board: Board, standings: Sequence[Standing]) -> None:
    """The tracks of all indicators."""
    has_nodes = any(tables.beside_node(board, standing) for standing in standings)
    ui.section(
        "距目标还差多少", "●本月　○上月　┃目标" + ("（节点）　┆全年目标" if has_nodes else "")
    )
    if any(standing.headline for standing in standings):
        tracks = tables.gap_tracks(board, standings)
        chart_view.show(charts.gap_tracks(tracks, **style.look()), "gaps", "目标差距")
    if not any(standing.target for standing in standings):
        st.info(
            "还没有目标值。导入“目标值”表（指标名称、年度、目标值、牵头单位）后，这里显示差距。",
            icon=":material/flag:",
        )
        frame.link("upload.py", "去导入目标值")


def by_unit(board: Board, month: date, indicator: Indicator, choose: Callable[[str], None]) -> None:
    """Which units the missing rows of the indicator belong to; a click on a bar chooses its
    unit.
    """
    unit_word = indicators.unit_word(indicator.kind)
    split, problem_list = (
        board.lists.missing_split(indicator, month),
        indicators.missing_list_of(indicator),
    )
    if problem_list is None or split.empty:
        ui.section(f"{indicator.short}：按{unit_word}")
        st.markdown(
            f":gray[本月没有{indicator.missing_word}的。]"
            if board.rows.has_own(indicator.kind, month)
            else f":gray[本月没有逐行数据，不能按{unit_word}拆分。]"
        )
        return
    solved_by = problem_tables.who_solves(board.roster())
    missing = dict(zip(split["unit"], map(int, split["missing"])))
    solvers = {unit: solved_by.get(unit, problem_tables.NOT_SAID) for unit in missing}
    ui.section(
        f"{indicator.short}：{sum(missing.values())}{indicator.unit}{indicator.missing_word}"
        "的责任单位",
        "斜纹为需上级协调；灰字为累计占比",
        "点击条形即可选中",
    )
    st.markdown(ui.text(sentences.missing_units(missing, solvers, indicator)))
    bars = split.assign(solved_by=list(solvers.values()))

    def choose_clicked() -> None:
        for point in st.session_state["units"]["selection"]["points"]:
            if point["y"] in missing:
                choose(point["y"])

    chart_view.show(
        charts.unit_bars(bars, unit_word=unit_word, **style.look()),
        "units",
        f"{indicator.missing_word}按{unit_word}",
        on_select=choose_clicked,
    )
    frame.link("problems.py", f"查看{problem_list.name}清单", list=problem_list.name)


def details(board: Board, standings: Sequence[Standing]) -> None:
    """All targets in one table."""
    ui.section("差距明细", "差距为公布值与目标之差；项数按分子、分母精确计算")
    sheet = tables.gaps_sheet(board, standings, board.home_name(), frame.facts())
    sheet_view.show(
        "gaps",
        sheet,
        "差距明细",
        file="目标差距",
        leading=["还差"],
    )
