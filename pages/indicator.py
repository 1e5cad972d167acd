"""单项指标: all of one indicator on one page: value, rank and gap, the trend, why it moved, whose
the missing rows are, the city, and the rows themselves.
"""

import streamlit as st

from govsvc.board import sentences
from pages._ui import frame, pickers
from pages._ui.results import indicator_sections, why_changed

board, month = frame.require_month()
indicator = pickers.indicator(key="ind")
standing = board.cards.standing(indicator, month)
frame.title(sentences.one_indicator(standing))
indicator_sections.facts(board, standing)
left, right = st.columns([1.25, 1], gap="medium")
with left:
    indicator_sections.trend(board, month, indicator)
with right:
    why_changed.section(board, month, indicator)
left, right = st.columns(2, gap="medium")
with left:
    indicator_sections.by_unit(board, month, indicator)
with right:
    indicator_sections.city(board, month, indicator)
indicator_sections.climbing(board, month, indicator)
indicator_sections.rows(board, month, indicator)
