"""目标差距: how far each indicator is from its targets, in points and items, and which units the
items belong to.
"""

import streamlit as st

from govsvc.board import sentences
from pages._ui import frame, pickers, presentation
from pages._ui.results import gap_sections, what_if

board, month = frame.require_month()
standings = board.cards.standings(month)
frame.title(sentences.gap(standings))

is_in_room = presentation.is_on()
if is_in_room:
    indicator = pickers.indicator(key="ind")
if presentation.shows_part(1):
    left, right = st.columns([1.15, 1], gap="medium")
    with left:
        gap_sections.distances(board, standings)
    with right:
        if not is_in_room:
            indicator = pickers.indicator(key="ind")
        gap_sections.by_unit(board, month, indicator, what_if.choose_unit)
if presentation.shows_part(3):
    what_if.section(board, month, indicator)
if presentation.shows_part(2):
    gap_sections.details(board, standings)
