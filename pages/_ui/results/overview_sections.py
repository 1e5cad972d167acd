"""总览: how fresh the data are, what they say, and how long the problem lists are."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

import streamlit as st

from govsvc.admin.backup import troubles
from govsvc.board import Board, Standing, insights, sentences
from govsvc.domain import indicators
from govsvc.domain.indicators import ProblemList
from govsvc.domain.months import month_text
from govsvc.security import Right
from pages._ui import data, frame, presentation, ui

_MARKS = {
    insights.BETTER: ":blue[▲] ",
    insights.WORSE: ":orange[▼] ",
    insights.HOLLOW: ":orange[◆] ",
    insights.PLAIN: ":gray[●] ",
}
_COLOURS: dict[str, Literal["orange", "blue", "gray"]] = {
    "orange": "orange",
    "blue": "blue",
    "gray": "gray",
}


def backup_trouble() -> None:
    """That the last backup failed, or what is wrong with one that was made; for those who may mend
    it.
    """
    trouble = troubles.last(data.database_path())
    if trouble is None or presentation.is_on() or not data.actor().may(Right.MANAGE):
        return
    outcome = "已备份，但有问题" if trouble.is_made else "备份没有做成"
    with st.container(key="backup_trouble", gap="xsmall"):
        st.error(
            f"**{outcome}**（{trouble.when:%Y-%m-%d %H:%M}，{trouble.why}）："
            f"{ui.text(trouble.sentences)}",
            icon=":material/backup:",
        )
        frame.link("keeping.py", "去备份与检查 ›")


def freshness(board: Board, month: date) -> None:
    """Badges on what is missing or late; at a desk also on what is well."""
    with st.container(horizontal=True, gap="small"):
        for text, colour, icon in sentences.freshness(board, month, data.following_fetch_days()):
            if not presentation.is_on() or colour != "gray":
                st.badge(ui.text(text), color=_COLOURS[colour], icon=f":material/{icon}:")


def findings(board: Board, month: date, standings: Sequence[Standing]) -> None:
    """What the data say, each leading to its rows."""
    ui.section("本月要点", "由数据算出，点击查看明细")
    with st.container(key="findings", gap="xsmall"):
        for finding in insights.findings(board, month, standings):
            frame.link(finding.page, _MARKS[finding.tone] + ui.text(finding.text), **finding.query)


def problem_lists(board: Board, month: date) -> None:
    """How many rows each list has, leading to them."""
    ui.section("问题清单", f"{month_text(month)}，点击查看明细")
    with st.container(key="counts"):
        grid = st.grid(4, min_column_width=136, gap="xsmall")
        for problem_list in indicators.problem_lists():
            count = board.lists.count(problem_list, month)
            change = board.lists.change(problem_list, month)
            is_empty = not count and not change
            if (
                (problem_list.mark and is_empty)
                or not presentation.shows(problem_list)
                or problem_list.suspects
            ):
                continue
            with grid.cell():
                _list_link(problem_list, count, change, board.lists.suspected(problem_list, month))


def _list_link(
    problem_list: ProblemList, count: int | None, change: int | None, suspected: int | None
) -> None:
    changed = (
        ""
        if change is None
        else f"　:orange[+{change}]"
        if change > 0
        else f"　:blue[−{-change}]"
        if change
        else "　:gray[持平]"
    )
    frame.link(
        "problems.py",
        f"**{'—' if count is None else count}**{changed}"
        + (f"　:gray[疑似{suspected}]" if suspected else "")
        + f"  \n{problem_list.name}",
        list=problem_list.name,
    )
