"""报送进度: who has handed in for the month, whom to remind; opening, closing and undoing."""

import streamlit as st

from govsvc.domain.months import month_text
from pages._ui import frame, outcome
from pages._ui.collecting import month_state, operations, submissions

board, month = frame.require_month()
progress = board.workflow.progress(month)
frame.title(f"{month_text(month)}{month_state.title(progress)}")
outcome.show()

left, right = st.columns([2.3, 1], gap="large")
with left:
    is_open = not progress.is_closed and not board.is_demonstration and not board.as_of
    submissions.section(month, progress, is_open)
with right:
    month_state.section(board, month, progress)
operations.section(board, month)
