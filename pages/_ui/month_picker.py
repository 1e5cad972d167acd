"""The month that the pages show: in the address, kept over the pages."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from govsvc.domain.months import month_text
from pages._ui import presentation


def month_key(month: date) -> str:
    """2026-10, as addresses have it."""
    return f"{month:%Y-%m}"


def show(months: Sequence[date]) -> date:
    """The picker; in the room the month alone.

    `months`: the latest first, at least one. The month of the address counts, else the one that was
    shown last, else the latest.
    """
    by_key = {month_key(month): month for month in months}
    latest = month_key(months[0])
    key = st.query_params.get("m")
    if key not in by_key:
        key = st.session_state.get("month")
    if key not in by_key:
        key = latest
    if presentation.is_on():
        st.badge(month_text(by_key[key]), color="gray", icon=":material/event:")
    else:
        st.session_state["month_picker"] = key
        st.selectbox(
            "数据月份",
            list(by_key),
            format_func=lambda key: month_text(by_key[key]),
            key="month_picker",
            on_change=lambda: set_month(st.session_state["month_picker"]),
            label_visibility="collapsed",
            placeholder="选择月份",
        )
    st.session_state["month"] = key
    # the latest month needs no parameter, and writing one would put a dead step into the browser's
    # history
    if st.query_params.get("m", latest) != key:
        st.query_params["m"] = key
    return by_key[key]


def set_month(key: str) -> None:
    """From the next run on the pages show this month."""
    st.session_state["month"] = st.query_params["m"] = key
