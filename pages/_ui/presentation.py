"""投屏模式: the screens of the meeting room, and what of a page is shown on them.

It is in the URL (`present=1`, `screen=2`), so a link opens the same screen.
"""

from dataclasses import dataclass
from math import inf

import streamlit as st

from govsvc.domain import indicators
from govsvc.domain.indicators import Indicator, ProblemList

SCALE = 1.4
#: query parameters that a link within the room keeps
KEPT = ("present", "effective")


@dataclass(frozen=True)
class Screen:
    """One screen of the meeting: a page, and which part of it where it has several."""

    page: str
    part: int = 1


SCREENS = (
    Screen("overview.py"),
    Screen("overview.py", 2),
    Screen("overview.py", 3),
    Screen("trends.py"),
    Screen("trends.py", 2),
    Screen("gaps.py"),
    Screen("gaps.py", 2),
    Screen("gaps.py", 3),
    Screen("ranking.py"),
    Screen("ranking.py", 2),
    Screen("league.py"),
    Screen("problems.py"),
)
#: pixels that a chart or a table may take on a screen 720 high, below the title, the pickers and a
#: section's name, above the keys
TALLEST = 440


def is_on() -> bool:
    """Whether the page is shown in the meeting room."""
    return st.query_params.get("present") == "1"


def scale() -> float:
    """By how much everything is larger than at a desk."""
    return SCALE if is_on() else 1.0


def tallest(share: float = 1) -> float:
    """How many pixels high a chart or a table may be; `share` of a screen's height where it stands
    below others.
    """
    return TALLEST * share if is_on() else inf


def part() -> int:
    """Which part of the page is shown in the room, from 1."""
    wanted = st.query_params.get("screen", "1")
    return int(wanted) if wanted in ("2", "3") else 1


def shows_part(number: int) -> bool:
    """Whether this part of a page is shown: at a desk all are, in the room one a screen."""
    return not is_on() or part() == number


def shows_effective() -> bool:
    """Whether 核减后 and 疑似 are shown: at a desk always, in the room only when switched on."""
    return not is_on() or st.query_params.get("effective") == "1"


def shows(item: Indicator | ProblemList) -> bool:
    """Whether an indicator or a list is shown: what is deducted, or only suspected, is not in the
    room.
    """
    return shows_effective() or not indicators.is_deduction(item)


def kept() -> dict[str, str]:
    """The query parameters that links within the room keep."""
    return {name: st.query_params[name] for name in KEPT if name in st.query_params}
