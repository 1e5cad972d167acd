"""对账: the city's bulletin beside the own count, the rows that could explain a difference, and the
letter to the city.
"""

import streamlit as st

from govsvc import reconciling
from pages._ui import data, frame
from pages._ui.results import reconcile_sections

board, month = frame.require_month()
comparisons = reconciling.compare(board, month)
frame.title(reconciling.title(month, comparisons))
if not comparisons:
    reconcile_sections.no_bulletin(board, month)
    st.stop()

# above the question for the cutoff, which it depends on
values = st.container()
cutoff = reconcile_sections.cutoff_box(month, comparisons)
comparisons = reconciling.compare(board, month, cutoff)
differences = data.differences(month, board.as_of, cutoff)
with values:
    reconcile_sections.both_values(board, comparisons, differences)
if differences:
    left, right = st.columns([1.55, 1], gap="large")
    with left:
        reconcile_sections.reasons(board, month, differences)
    with right:
        reconcile_sections.letter(board, month, comparisons, differences)
