"""目标差距: how far each indicator is from its targets, in points and items, and which units the
items belong to.
"""

import streamlit as st

from govsvc.board import sentences
from pages._ui import frame, pickers
from pages._ui.results import gap_sections, what_if

board, month = frame.require_month()
standings = board.cards.standings(month)
frame.title(sentences.gap(standings))

left, right = st.columns([1.15, 1], gap="medium")
with left:
    gap_sections.distances(board, standings)
with right:
    indicator = pickers.indicator(key="ind")
    gap_sections.by_unit(board, month, indicator, what_if.choose_unit)
what_if.section(board, month, indicator)
gap_sections.details(board, standings)
