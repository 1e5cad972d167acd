"""The month that the pages show: in the address, kept over the pages."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from govsvc.domain.months import month_text


def month_key(month: date) -> str:
    """2026-10, as addresses have it."""
    return f"{month:%Y-%m}"


def chosen(months: Sequence[date]) -> date:
    """The month of the address, else the one that was shown last, else the latest; from now on it
    is in the address.

    `months`: the latest first, at least one.
    """
    by_key = {month_key(month): month for month in months}
    latest = month_key(months[0])
    key = st.query_params.get("m")
    if key not in by_key:
        key = st.session_state.get("month")
    if key not in by_key:
        key = latest
    st.session_state["month"] = key
    # the latest month needs no parameter, and writing one would put a dead step into the browser's
    # history
    if st.query_params.get("m", latest) != key:
        st.query_params["m"] = key
    return by_key[key]


def show(months: Sequence[date]) -> date:
    """The picker; gives the month as `chosen`."""
    month = chosen(months)
    st.session_state["month_picker"] = month_key(month)
    st.selectbox(
        "数据月份",
        [month_key(each) for each in months],
        format_func={month_key(each): month_text(each) for each in months}.__getitem__,
        key="month_picker",
        on_change=lambda: set_month(st.session_state["month_picker"]),
        label_visibility="collapsed",
        placeholder="选择月份",
    )
    return month


def set_month(key: str) -> None:
    """From the next run on the pages show this month."""
    st.session_state["month"] = st.query_params["m"] = key
