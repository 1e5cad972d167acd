"""指标趋势: the months of one indicator against its target and the other counties."""

import streamlit as st

from govsvc.board import sentences
from pages._ui import frame, pickers
from pages._ui.results import trend_sections, why_changed

board, month = frame.require_month()
with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
    indicator = pickers.indicator(key="ind")
    counties = trend_sections.counties_picker(board, month, indicator)
    month_count = trend_sections.span_picker()
frame.title(sentences.trend(board.cards.standing(indicator, month)))
trend_sections.chart(board, month, indicator, counties, month_count)
left, right = st.columns([1.25, 1], gap="medium")
with left:
    trend_sections.months_table(board, month, indicator, month_count)
with right:
    why_changed.section(board, month, indicator)
