"""目标差距: how far each indicator is from its targets, in points and items, and whose the items
are.
"""

import streamlit as st

from govsvc import charts
from govsvc.board import sentences, tables
from govsvc.domain import indicators
from govsvc.exports import problem_tables
from pages._ui import data, frame, pickers, presentation, ui, what_if

board, month = frame.require_month()
standings = board.cards.standings(month)
frame.title(sentences.gap(standings))
has_nodes = any(tables.beside_node(board, standing) for standing in standings)


def distances() -> None:
    """The tracks of all indicators."""
    ui.section(
        "距目标还差多少", "●本月　○上月　┃目标" + ("（节点）　┆全年目标" if has_nodes else "")
    )
    if any(standing.headline for standing in standings):
        ui.chart(
            charts.gap_tracks(tables.gap_tracks(board, standings), **ui.look(0.92)),
            "gaps",
            "目标差距",
        )
    if not any(standing.target for standing in standings):
        st.info(
            "还没有目标值。导入“目标值”表（指标名称、年度、目标值、牵头单位）后，这里显示差距。",
            icon=":material/flag:",
        )
        frame.link("upload.py", "去导入目标值")


def by_unit() -> None:
    """Whose the missing rows of the picked indicator are."""
    unit_word = indicators.unit_word(indicator.kind)
    if split.empty:
        ui.section(f"{indicator.short}：按{unit_word}")
        has_rows = board.rows.has_own(indicator.kind, month)
        st.markdown(
            f":gray[本月没有{indicator.missing_word}的。]"
            if has_rows
            else f":gray[本月没有逐行数据，不能按{unit_word}拆分。]"
        )
        return
    missing = dict(zip(split["unit"], map(int, split["missing"])))
    solvers = {unit: solved_by.get(unit, problem_tables.NOT_SAID) for unit in missing}
    ui.section(
        (
            f"{indicator.short}：{sum(missing.values())}{indicator.unit}{indicator.missing_word}"
            "在谁手里"
        ),
        "斜纹为需上级协调" if presentation.is_on() else "斜纹为需上级协调；灰字为累计占比",
    )
    st.markdown(ui.text(sentences.whose(missing, solvers, indicator)))
    ui.chart(
        charts.unit_bars(
            split.assign(solved_by=list(solvers.values())), unit_word=unit_word, **ui.look(0.8)
        ),
        "units",
        f"{indicator.missing_word}按{unit_word}",
    )
    frame.link("problems.py", f"查看{problem_list.name}清单", list=problem_list.name)


def details() -> None:
    """All targets in one table."""
    ui.section("差距明细", "差距为公布值与目标之差；项数按分子、分母精确计算")
    sheet = tables.gaps_sheet(board, standings, board.home_name(), frame.facts())
    ui.sheet_table(
        "gaps",
        sheet,
        "差距明细",
        file="目标差距",
        numbers=[name for name in sheet.columns if name not in ("指标", "节点", "牵头单位")],
    )


if presentation.is_on():
    indicator = pickers.indicator(key="ind")
left, right = st.columns([1.15, 1], gap="medium") if presentation.shows_part(1) else (None, None)
if left:
    with left:
        distances()
with right if right else st.container():
    if not presentation.is_on():
        indicator = pickers.indicator(key="ind")
    split, problem_list, solved_by = (
        board.lists.missing_split(indicator, month),
        indicators.missing_list_of(indicator),
        problem_tables.who_solves(board.roster()),
    )
    if presentation.shows_part(1):
        by_unit()
if presentation.shows_part(3):
    problems_here = (
        data.problem_rows(problem_list.key, month, board.as_of)[0]
        if problem_list and not split.empty
        else []
    )
    what_if.section(board, month, indicator, problem_list, problems_here)
if presentation.shows_part(2):
    details()
