"""总览: how the county stands, indicator by indicator, and what is missing."""

import streamlit as st

from govsvc import indicators
from govsvc.board import sentences
from govsvc.months import month_text
from pages._shared import frame, ui
from pages._shared.cards import cards

board, month = frame.require_month()
standings = board.standings(month)
frame.title(sentences.headline(standings))

with st.container(horizontal=True, gap="small"):
    for badge, colour, icon in sentences.freshness(board, month):
        st.badge(badge, color=colour, icon=f":material/{icon}:")

cards(standings, board)

left, right = st.columns([1, 1.15], gap="medium")
with left:
    ui.section("问题清单", f"{month_text(month)}，点击查看明细")
    with st.container(key="counts"):
        counts = st.grid(4, min_column_width=136, gap="xsmall")
        for problem_list in indicators.LISTS:
            count, change = board.list_count(problem_list, month), board.list_change(problem_list, month)
            if problem_list.mark and not count and not change:
                continue
            moved = "" if change is None else f"　:orange[+{change}]" if change > 0 else f"　:blue[−{-change}]" if change else "　:gray[持平]"
            with counts.cell():
                frame.link("problems.py", f"**{'—' if count is None else count}**{moved}  \n{problem_list.name}", list=problem_list.name)
with right:
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
