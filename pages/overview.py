"""总览: how the county stands, indicator by indicator, and what is missing."""

import streamlit as st

from govsvc import indicators
from govsvc.board import sentences
from govsvc.months import month_text
from pages._shared import frame, room, ui
from pages._shared.cards import cards

board, month = frame.require_month()
standings = board.standings(month, show_effective=room.shows_effective())
frame.title(sentences.headline(standings))

with st.container(horizontal=True, gap="small"):
    for badge, colour, icon in sentences.freshness(board, month):
        st.badge(ui.text(badge), color=colour, icon=f":material/{icon}:")

if room.shows_part(1):
    cards(standings, board)


def lists() -> None:
    """How many rows each list has, leading to them."""
    ui.section("问题清单", f"{month_text(month)}，点击查看明细")
    with st.container(key="counts"):
        counts = st.grid(4, min_column_width=136, gap="xsmall")
        for problem_list in indicators.problem_lists():
            count, change = board.list_count(problem_list, month), board.list_change(problem_list, month)
            if (problem_list.mark and not count and not change) or not room.shows(problem_list) or problem_list.suspects:
                continue
            moved = "" if change is None else f"　:orange[+{change}]" if change > 0 else f"　:blue[−{-change}]" if change else "　:gray[持平]"
            with counts.cell():
                suspected = board.suspected(problem_list, month)
                doubt = f"　:gray[疑似{suspected}]" if suspected else ""
                frame.link("problems.py", f"**{'—' if count is None else count}**{moved}{doubt}  \n{problem_list.name}", list=problem_list.name)


def findings() -> None:
    """What the data say, each leading to its rows."""
    ui.section("本月要点", "由数据算出")
    marks = {sentences.BETTER: ":blue[▲] ", sentences.WORSE: ":orange[▼] ", sentences.HOLLOW: ":orange[◆] ", sentences.PLAIN: ":gray[●] "}
    for finding in sentences.findings(board, month, standings):
        words, to = st.columns([1, 0.16], vertical_alignment="center", gap="small")
        words.markdown(marks[finding.tone] + ui.text(finding.text))
        with to:
            if finding.list_key:
                frame.link("problems.py", "明细 ›", list=indicators.list_by_key(finding.list_key).name)
            else:
                frame.link("ranking.py", "排名 ›", ind=finding.indicator.short)


left, right = (st.container(), st.container()) if room.is_on() else st.columns([1, 1.15], gap="medium")
if room.shows_part(2):
    with right:
        findings()
if room.shows_part(3):
    with left:
        lists()
