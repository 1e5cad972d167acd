"""总览: how the county stands, indicator by indicator, and what is missing."""

import streamlit as st

from govsvc.board import sentences
from pages._ui import frame
from pages._ui.results import cards, overview_sections

overview_sections.backup_trouble()
board, month = frame.require_month()
standings = board.cards.standings(month)
frame.title(sentences.headline_sentence(standings, board.scores.latest(month)))
overview_sections.freshness(board, month)
overview_sections.what_to_decide(board, month, standings)
cards.cards(standings, board)
left, right = st.columns([1.15, 1.3], gap="medium")
with right:
    overview_sections.findings(board, month, standings)
with left:
    overview_sections.problem_lists(board, month)
