"""Pickers that live in the URL."""

import streamlit as st

from govsvc import indicators
from govsvc.indicators import Indicator


def indicator(key: str) -> Indicator:
    """The indicator picked; the first one until then."""
    known = {found.short: found for found in indicators.headline_indicators()}
    return known[st.segmented_control("指标", list(known), default=next(iter(known)), label_visibility="collapsed", required=True, key=key,
                                      bind="query-params")]
