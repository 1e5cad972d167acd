"""总览: how the county stands, indicator by indicator, and what is missing."""

import streamlit as st

from govsvc.board import insights, sentences
from govsvc.domain import indicators
from govsvc.domain.months import month_text
from pages._ui import data, frame, presentation, ui
from pages._ui.cards import cards

board, month = frame.require_month()
standings = board.cards.standings(month, show_effective=presentation.shows_effective())
frame.title(sentences.headline(standings, board.scores.latest(month)))

with st.container(horizontal=True, gap="small"):
    for badge, colour, icon in sentences.freshness(board, month, data.following_fetch_days()):
        if not presentation.is_on() or colour != "gray":  # in the room what is well is not said
            st.badge(ui.text(badge), color=colour, icon=f":material/{icon}:")

if presentation.shows_part(1):
    cards(standings, board)


def lists() -> None:
    """How many rows each list has, leading to them."""
    ui.section("问题清单", f"{month_text(month)}，点击查看明细")
    with st.container(key="counts"):
        counts = st.grid(4, min_column_width=136, gap="xsmall")
        for problem_list in indicators.problem_lists():
            count, change = (
                board.lists.count(problem_list, month),
                board.lists.change(problem_list, month),
            )
            if (
                (problem_list.mark and not count and not change)
                or not presentation.shows(problem_list)
                or problem_list.suspects
            ):
                continue
            moved = (
                ""
                if change is None
                else f"　:orange[+{change}]"
                if change > 0
                else f"　:blue[−{-change}]"
                if change
                else "　:gray[持平]"
            )
            with counts.cell():
                suspected = board.lists.suspected(problem_list, month)
                doubt = f"　:gray[疑似{suspected}]" if suspected else ""
                frame.link(
                    "problems.py",
                    f"**{'—' if count is None else count}**{moved}{doubt}  \n{problem_list.name}",
                    list=problem_list.name,
                )


def findings() -> None:
    """What the data say, each leading to its rows."""
    ui.section("本月要点", "由数据算出，点击查看明细")
    marks = {
        insights.BETTER: ":blue[▲] ",
        insights.WORSE: ":orange[▼] ",
        insights.HOLLOW: ":orange[◆] ",
        insights.PLAIN: ":gray[●] ",
    }
    with st.container(key="findings", gap="xsmall"):
        for finding in insights.findings(board, month, standings):
            frame.link(finding.page, marks[finding.tone] + ui.text(finding.text), **finding.query)


left, right = (
    (st.container(), st.container()) if presentation.is_on() else st.columns([1, 1.3], gap="medium")
)
if presentation.shows_part(2):
    with right:
        findings()
if presentation.shows_part(3):
    with left:
        lists()
