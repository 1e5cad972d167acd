"""投屏模式: whether the briefing is shown, and its addresses.

It is in the URL of any page (`present=1`), beside what that page was set to: `slide` names the
slide, `effective=1` shows 核减后 and 疑似. A link opens the same slide; what is left when these are
taken away is the page that the briefing was opened on.
"""

from collections.abc import Sequence
from urllib.parse import urlencode

import streamlit as st

#: what the briefing adds to an address; `screen` is of addresses from before it had slides
_OWN = ("present", "slide", "effective", "screen")


def is_on() -> bool:
    """Whether the briefing is shown in the stead of the page."""
    return st.query_params.get("present") == "1"


def shows_effective() -> bool:
    """Whether 核减后 and 疑似 are shown in the briefing: only when switched on."""
    return st.query_params.get("effective") == "1"


def start_button() -> None:
    """Opens the briefing on the page."""
    if st.button(
        "投屏模式",
        icon=":material/present_to_all:",
        key="present",
        width="content",
        help="会议汇报：← → 翻页，Esc 退出，? 看全部按键",
    ):
        st.query_params["present"] = "1"
        st.rerun()


def chosen(keys: Sequence[str]) -> str:
    """The key of the slide that the address names, else the first."""
    wanted = st.query_params.get("slide")
    return wanted if wanted and wanted in keys else keys[0]


def left_address() -> str:
    """The page without the briefing, as it was set."""
    return _address({}, without=_OWN)


def slide_address(key: str) -> str:
    """One slide of the month that is shown."""
    return _address({"slide": key}, without=("screen",))


def month_address(month: str) -> str:
    """The same slide of another month (its key)."""
    return _address({"m": month}, without=("screen", "e"))


def effective_address() -> str:
    """The same slide with 核减后 and 疑似, or without where they are shown."""
    added = {} if shows_effective() else {"effective": "1"}
    return _address(added, without=("screen", "effective"))


def _address(added: dict[str, str], without: Sequence[str]) -> str:
    """The page's own address, relative, with these parameters."""
    kept = {
        name: st.query_params.get_all(name)
        for name in st.query_params
        if name not in without and name not in added
    }
    return f"?{urlencode({**kept, **added}, doseq=True)}"
