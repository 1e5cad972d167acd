"""全市排名: the bulletin's table, ranks over the months, and what it takes to climb."""

import streamlit as st

from govsvc.board import sentences
from pages._ui import frame, pickers
from pages._ui.results import overall_scores, ranking_sections

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
left, right = st.columns([1.12, 1], gap="medium")
with left:
    ranking_sections.bulletin(board, month, ranking)
with right:
    ranking_sections.rank_history(board, month, indicator)
ranking_sections.overtakes(ranking)
ranking_sections.threats(ranking)
