"""Pickers that live in the URL."""

import streamlit as st

from govsvc.domain import indicators
from govsvc.domain.indicators import Indicator


def indicator(key: str) -> Indicator:
    """The indicator picked; the first one until then."""
    known = {found.short: found for found in indicators.headline_indicators()}
    return known[
        st.segmented_control(
            "指标",
            list(known),
            default=next(iter(known)),
            label_visibility="collapsed",
            required=True,
            key=key,
            bind="query-params",
        )
    ]


def indicator_or(key: str, other: str) -> Indicator | None:
    """The indicator picked; None where `other`, the last choice, is."""
    known = {found.short: found for found in indicators.headline_indicators()}
    return known.get(
        st.segmented_control(
            "指标",
            [*known, other],
            default=next(iter(known)),
            label_visibility="collapsed",
            required=True,
            key=key,
            bind="query-params",
        )
    )


def one(label: str, options: list[str], key: str, *, placeholder: str, width: int) -> str | None:
    """One of the options or none, in the address under `key`.

    Not bound: the options change with other pickers, and a link to one that is gone shows none.
    """
    wanted = st.query_params.get(key)
    picker = f"{key}_picker"
    st.session_state[picker] = wanted if wanted in options else None
    return st.selectbox(
        label,
        options,
        index=None,
        key=picker,
        placeholder=placeholder,
        width=width,
        on_change=lambda: choose(key, st.session_state[picker]),
    )


def choose(key: str, value: str | None) -> None:
    """From the next run on `one` with that key shows the value; None empties it."""
    if value is None:
        st.query_params.pop(key, None)
    else:
        st.query_params[key] = value
