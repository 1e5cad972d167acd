"""总览: how the county stands, indicator by indicator, and what is missing."""

import streamlit as st

from govsvc.board import sentences
from pages._ui import frame, presentation
from pages._ui.results import cards, overview_sections

overview_sections.backup_trouble()
board, month = frame.require_month()
standings = board.cards.standings(month, show_effective=presentation.shows_effective())
frame.title(sentences.headline_sentence(standings, board.scores.latest(month)))
overview_sections.freshness(board, month)
overview_sections.what_to_decide(board, month, standings)
if presentation.shows_part(1):
    cards.cards(standings, board)
left, right = (
    (st.container(), st.container())
    if presentation.is_on()
    else st.columns([1.15, 1.3], gap="medium")
)
if presentation.shows_part(2):
    with right:
        overview_sections.findings(board, month, standings)
if presentation.shows_part(3):
    with left:
        overview_sections.problem_lists(board, month)
