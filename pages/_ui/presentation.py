"""投屏模式: the meeting room's screens.

It is in the URL (`present=1`, `screen=2`), so a link opens the same screen.
"""

from collections.abc import Callable
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
# what the room may see of the deductions is switched on by whoever shows the screen
_STYLE = """
html {font-size: 22.4px !important;}
[data-testid="stHeader"], [data-testid="stMainMenu"], [data-testid="stToolbar"], [data-testid="stExpander"], .st-key-room_alias,
[data-testid="stDownloadButton"] {display: none;}
[data-testid="stMainBlockContainer"] {padding: .25rem 1.25rem 2.75rem;}
.st-key-room {position: fixed; left: 0; right: 0; bottom: 0; z-index: 90; padding: .2rem 1.25rem; background: var(--paper); border-top: 1px solid var(--line);}
.st-key-room button {min-height: 1.6rem; padding: 0 .5rem;}
.st-key-room * {font-size: .75rem !important;}
@media (max-width: 640px) {  /* on a phone one line that is pushed sideways */
  .st-key-room, .st-key-room [data-testid="stHorizontalBlock"] {flex-wrap: nowrap !important; overflow-x: auto; padding: .2rem .5rem;}
  .st-key-room > *, .st-key-room [data-testid="stHorizontalBlock"] > * {flex: none !important; width: auto !important;}
  .st-key-room kbd {display: none;}
}
[class*="st-key-card_"] {padding: .375rem .875rem !important;}
[data-testid="stHorizontalBlock"]:has(.stMarkdownBadge):not(.st-key-title_line):not(.st-key-title_month) {row-gap: 0;}
[class*="st-key-card_"] [data-testid="stMarkdown"] p {line-height: 1.4 !important;}
[data-testid="stHeading"] h2 {padding: 0;}
.st-key-title_line [data-testid="stHeading"] {margin-bottom: .375rem;}
[data-testid="stTable"] td * {white-space: nowrap;}
[data-testid="stMainBlockContainer"] > [data-testid="stVerticalBlock"] {gap: .375rem;}
[class*="st-key-card_"] {gap: .125rem !important;}
"""


def is_on() -> bool:
    """Whether the page is shown in the room."""
    return st.query_params.get("present") == "1"


def scale() -> float:
    """How much larger than on a desk everything is."""
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
    """Whether this part of a page that is several screens in the room is shown: at a desk all are."""
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


def css() -> str:
    return _STYLE if is_on() else ""


def button(path: str, query: dict[str, str]) -> None:
    """At a desk: opens the room on this page."""
    page = next((screen.page for screen in SCREENS if screen.page == path), SCREENS[0].page)
    if st.button(
        "投屏模式",
        icon=":material/present_to_all:",
        key="present",
        width="content",
        help="会议室大屏：字号放大，← → 换屏，Shift+← → 换月份，Esc 退出",
    ):
        st.switch_page(page, query_params={**query, "present": "1"})


def bar(
    path: str,
    query: dict[str, str],
    *,
    months: list[str],
    month: str,
    set_month: Callable[[str], None],
) -> None:
    """In the room: the line at the foot with its keys.

    `months`: keys of all months, the latest first.
    """
    at = next((n for n, screen in enumerate(SCREENS) if screen == Screen(path, part())), 0)

    def show(step: int) -> None:
        to = SCREENS[(at + step) % len(SCREENS)]
        more = {"screen": str(to.part)} if to.part > 1 else {}
        if to.page == path:  # the same page keeps what is chosen on it
            st.query_params.pop("screen", None)
            st.query_params.update(more)
            st.rerun()
        st.switch_page(to.page, query_params={**query, **kept(), **more})

    def month_by(step: int) -> None:
        n = months.index(month) - step if month in months else 0
        if 0 <= n < len(months):
            set_month(months[n])

    with st.container(key="room", horizontal=True, vertical_alignment="center", gap="small"):
        for label, keys, step in (
            ("‹ 上一屏", ("Left", "PageUp"), -1),
            ("下一屏 ›", ("Right", "PageDown"), 1),
        ):
            if st.button(label, key=f"room_{keys[0]}", shortcut=keys[0], width="content"):
                show(step)
        st.markdown(f"第{at + 1}屏，共{len(SCREENS)}屏", width="content")
        for label, keys, step in (("上一月", "Shift+Left", -1), ("下一月", "Shift+Right", 1)):
            st.button(
                label,
                key=f"room_{keys}",
                shortcut=keys,
                width="content",
                on_click=month_by,
                args=(step,),
                disabled=month not in months or not 0 <= months.index(month) - step < len(months),
            )
        st.toggle(
            "显示核减后和疑似",
            value=shows_effective(),
            key="room_effective",
            on_change=_switch,
            width="stretch",
        )
        if st.button("退出投屏", shortcut="Escape", key="room_leave", width="content"):
            st.switch_page(path, query_params=query)
        with st.container(key="room_alias", width="content"):  # the keys of a hand-held clicker
            for key, step in (("PageUp", -1), ("PageDown", 1)):
                if st.button(key, key=f"room_{key}", shortcut=key):
                    show(step)


def _switch() -> None:
    if st.session_state["room_effective"]:
        st.query_params["effective"] = "1"
    else:
        st.query_params.pop("effective", None)
