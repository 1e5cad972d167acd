"""全市排名: the bulletin's table, ranks over the months, and what it takes to climb."""

import streamlit as st

from govsvc import charts
from govsvc.board import sentences, tables
from govsvc.domain.months import month_text
from pages._ui import downloads, frame, overall_scores, pickers, presentation, ui

board, month = frame.require_month()
indicator = pickers.indicator_or("ind", overall_scores.OVERALL)
if indicator is None:
    overall_scores.show(board, month)
    st.stop()
ranking = board.rankings.latest(indicator, month)
if ranking is None:
    frame.title(f"{indicator.short}还没有全市通报")
    st.markdown("导入市级通报（全市指标）后，这里显示各县（市、区）的排名、名次走势和进位测算。")
    frame.link("upload.py", "去导入通报")
    st.stop()
frame.title(sentences.ranking(ranking))

if presentation.shows_part(1):
    left, right = st.columns([1.12, 1], gap="medium")
    with left:
        ui.section(f"{month_text(ranking.bulletin_month)}通报", "横条为距100%的差距，越短越好")
        ui.ranking_table(tables.ranking(ranking, is_brief=presentation.is_on()))
        for note in sentences.ranking_notes(board, ranking, month):
            st.markdown(f":gray[{ui.text(note)}]")
        sheet = tables.ranking_sheet(ranking, board.home_name(), frame.facts())
        downloads.table(
            "排名",
            lambda suffix: frame.file_name(f"{indicator.short}全市排名", suffix=suffix),
            lambda: sheet,
            key="ranking",
        )
        if board.cards.standing(indicator, ranking.bulletin_month).differs:
            frame.link("reconcile.py", "去对账 ›", m=frame.month_key(ranking.bulletin_month))
    with right:
        ui.section("名次走势", "近12期通报")
        ui.chart(
            charts.rank_lines(
                board.rankings.history(indicator, month), board.home_name(), **ui.look()
            ),
            "ranks",
            f"{indicator.short}名次走势",
        )
if presentation.shows_part(2):
    ui.section("进位测算", sentences.overtake_basis(ranking))
    if ranking.overtakes:
        ui.sheet_table(
            "overtakes",
            tables.overtakes_sheet(ranking, frame.facts()),
            "进位测算",
            file=f"{indicator.short}进位测算",
            numbers=["名次", "对手公布值", "相差（个百分点）"],
        )
    else:
        st.markdown(
            ":gray[前面没有其他县（市、区）。]"
            if ranking.home and ranking.home.rank
            else ":gray[本县在这期通报中没有数据，不能测算。]"
        )
    if ranking.threats:
        ui.section("保位预警", "后面最近的几个县（市、区），本县不变时")
        ui.sheet_table(
            "threats",
            tables.threats_sheet(ranking, frame.facts()),
            "保位预警",
            file=f"{indicator.short}保位预警",
            numbers=["对手公布值", "领先（个百分点）"],
        )
    if ranking.before_overtaken:
        county, items = ranking.before_overtaken
        st.markdown(
            f"保位：比{ui.text(county)}最多还可减少**{items}{indicator.unit}**，再少就会被超过。"
            if items
            else f"保位：与{ui.text(county)}已无余量，再少1{indicator.unit}就会被超过。"
        )
