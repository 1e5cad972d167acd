"""The month and the span (当月, 1—N月累计) of pages about what comes in month by month."""

from collections.abc import Collection
from datetime import date

import streamlit as st

from govsvc.board import Board
from govsvc.domain.months import month_text
from pages._ui import data, frame

_ONE_MONTH = "当月"


def show(
    held: Collection[date], key: str, month_label: str, span_label: str, *, is_named: bool = False
) -> tuple[Board, date, bool]:
    """Draws the pickers; gives the board that the month is read of, the month, and whether the span
    is 1—N月累计.

    `held`: the months with rows of the page. Those without other data are picked here: the frame
    does not know them. `is_named`: the span's label is shown beside a month that is picked here.
    """
    current, present = frame.current(), data.board()
    known = present.months()
    others = [month for month in held if month not in known]
    month = current.month
    if month is None and not others:
        month = frame.require_month()[1]
    with st.container(
        horizontal=True, vertical_alignment="bottom", gap="small", key="noprint_pickers"
    ):
        if others:
            options = sorted({*others, *([month] if month else [])}, reverse=True)
            month = st.selectbox(
                month_label,
                options,
                0 if month is None or month in known[:1] else options.index(month),
                format_func=month_text,
                key=f"{key}_month_{month}",
                width=180,
            )
        assert month
        until = f"1—{month.month}月累计"
        span = st.segmented_control(
            span_label,
            [_ONE_MONTH, until],
            default=_ONE_MONTH,
            required=True,
            key=f"{key}_span",
            label_visibility="visible" if is_named and others else "collapsed",
        )
    return current.board if month == current.month else present, month, span == until
