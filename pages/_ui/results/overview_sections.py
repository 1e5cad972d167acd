"""总览: how fresh the data are, what they say, and how long the problem lists are."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

import streamlit as st

from govsvc.admin.backup import troubles
from govsvc.board import Board, Standing, decisions, insights, sentences
from govsvc.domain import indicators
from govsvc.domain.indicators import ProblemList
from govsvc.domain.months import month_text
from govsvc.domain.rates import percent_text
from govsvc.security import Right
from pages._server.settings import database_place
from pages._ui import data, frame, moved_links, ui
from pages._ui.results import representative_sections

_MARKS = {
    insights.BETTER: ":blue[▲] ",
    insights.WORSE: ":orange[▼] ",
    insights.HOLLOW: ":orange[◆] ",
    insights.PLAIN: ":gray[●] ",
}
#: sentences of 本月要点, below the decisions
_FINDINGS = 4
_COLOURS: dict[str, Literal["orange", "blue", "gray"]] = {
    "orange": "orange",
    "blue": "blue",
    "gray": "gray",
}


def backup_trouble() -> None:
    """That the last backup failed, or what is wrong with one that was made; for those who may mend
    it.
    """
    trouble = troubles.last(database_place())
    if trouble is None or not data.actor().may(Right.MANAGE):
        return
    outcome = "已备份，但有问题" if trouble.is_made else "备份未完成"
    with st.container(key="backup_trouble", gap="xsmall"):
        st.error(
            f"**{outcome}**（{trouble.when:%Y-%m-%d %H:%M}，{trouble.why}）："
            f"{ui.text(trouble.sentences)}",
            icon=":material/backup:",
        )
        frame.link("keeping.py", "去备份与检查 ›")


def freshness(board: Board, month: date) -> None:
    """Badges on what is missing or late; at a desk also on what is well."""
    badges = sentences.freshness(board, month, data.following_fetch_days())
    with st.container(horizontal=True, gap="small"):
        _badges([badge for badge in badges if badge[1] != "gray"])
        with st.container(horizontal=True, gap="small", width="content", key="quiet"):
            _badges([badge for badge in badges if badge[1] == "gray"])


def _badges(badges: Sequence[sentences.Badge]) -> None:
    for text, colour, icon in badges:
        st.badge(ui.text(text), color=_COLOURS[colour], icon=f":material/{icon}:")


def what_to_decide(board: Board, month: date, standings: Sequence[Standing]) -> None:
    """At most three decisions for the meeting, each leading to its rows."""
    found = decisions.decisions(board, month, standings)
    if not found:
        return
    with st.container(key="decisions"):
        for each in found:
            frame.link(each.page, f"**{each.ask}**：{ui.text(each.text)} ›", **each.query)


def findings(board: Board, month: date, standings: Sequence[Standing]) -> None:
    """What the data say, each leading to its rows."""
    ui.section("本月要点", "系统自动生成", "点击查看明细")
    with st.container(key="findings", gap="xsmall"):
        is_warned = representative_sections.warning(board, month)
        for finding in insights.findings(board, month, standings, most=_FINDINGS - is_warned):
            frame.link(finding.page, _MARKS[finding.tone] + ui.text(finding.text), **finding.query)


def problem_lists(board: Board, month: date) -> None:
    """How many rows each list has, and how many came and left, each leading to them."""
    ui.section("问题清单", f"{month_text(month)}，与上月比", "点击查看明细")
    with st.container(key="counts", gap="xsmall"):
        grid = st.grid(4, min_column_width=136, gap="xsmall")
        for problem_list in indicators.problem_lists():
            if indicators.is_extra(problem_list):
                continue
            count = board.lists.count(problem_list, month)
            moved = board.lists.moved(problem_list, month)
            is_empty = not count and not (moved and (moved.new or moved.left))
            if (problem_list.mark and is_empty) or problem_list.suspects:
                continue
            with grid.cell(), st.container(gap=None, key=f"tile_{problem_list.key}"):
                _list_link(problem_list, count, board.lists.suspected(problem_list, month))
                moved_links.show(problem_list, moved, is_brief=True)
        _beside_the_lists(board, month)


def _beside_the_lists(board: Board, month: date) -> None:
    """Each indicator beside the province's that the county shows and the month has; how far 整改
    is.
    """
    grid = st.grid(2, min_column_width=220, gap="xsmall")
    for indicator in board.extras(month):
        value = board.values.headline(indicator, month)
        if value:
            counts = f"（{value.counts[0]:,}/{value.counts[1]:,}）" if value.counts else ""
            text = f"{indicator.short}{percent_text(value.published)}{counts} ›"
            with grid.cell():
                frame.link("indicator.py", text, ind=indicator.short)
    ledger = data.ledger()
    if ledger.standings:
        with grid.cell():
            frame.link("rectification.py", f"{ledger.brief()} ›")


def _list_link(problem_list: ProblemList, count: int | None, suspected: int | None) -> None:
    frame.link(
        "problems.py",
        f"**{'—' if count is None else count}**  \n{problem_list.name}"
        + (f" :gray[疑似{suspected}]" if suspected else ""),
        list=problem_list.name,
    )
