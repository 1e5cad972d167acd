"""群众评价: which of what people say is shown, in the address; only what there are data of."""

from datetime import date

import streamlit as st

from govsvc.board import Board
from pages._ui import data, frame, pickers

CALLS, RATINGS, QUESTIONNAIRES = "电话回访", "好差评", "问卷"
COMPARED, WINDOWS, MEASURES = "渠道对比", "窗口评价", "走势和目标"
_KEY = "said"


def board_of(month: date) -> Board:
    """The board that the month is read of: of a closed month as it was on the day it was closed."""
    current = frame.current()
    return current.board if current.month == month else data.board()


def choose(has_calls: bool) -> str:
    """The view that is picked: at first calls, or ratings where there are no calls."""
    board = data.board()
    others = {RATINGS: board.ratings.months(), QUESTIONNAIRES: board.questionnaires.months()}
    held = [view for view, months in others.items() if months]
    windows = [WINDOWS] if RATINGS in held or board.window_scores.months() else []
    measures = [MEASURES] if board.measures.held() else []
    if not windows and not measures:
        return CALLS
    views = [CALLS, *held, *([COMPARED] if held else []), *windows, *measures]
    usual = CALLS if has_calls or not held else held[0]
    picked = st.segmented_control(
        "评价来源",
        views,
        key=_KEY,
        required=True,
        label_visibility="collapsed",
        on_change=pickers.follow(_KEY, usual, views),
    )
    return picked or usual
