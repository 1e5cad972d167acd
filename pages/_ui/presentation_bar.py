"""投屏模式: the button that begins it, and the line at the foot of the room's screen."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from pages._ui.presentation import SCREENS, Screen, kept, part, shows_effective


def start_button(path: str, query: Mapping[str, str]) -> None:
    """At a desk: opens the room's screens on this page."""
    page = next((screen.page for screen in SCREENS if screen.page == path), SCREENS[0].page)
    if st.button(
        "投屏模式",
        icon=":material/present_to_all:",
        key="present",
        width="content",
        help="会议室大屏：字号放大，← → 换屏，Shift+← → 换月份，Esc 退出",
    ):
        st.switch_page(page, query_params={**query, "present": "1"})


def show(
    path: str,
    query: Mapping[str, str],
    *,
    months: Sequence[str],
    month: str,
    set_month: Callable[[str], None],
) -> None:
    """In the room: buttons with keys for screens and months, 核减后 on or off, the way out.

    `path`, `query`: of the present page. `months`: keys of all months, the latest first.
    """
    number = next(
        (number for number, screen in enumerate(SCREENS) if screen == Screen(path, part())), 0
    )

    def go(step: int) -> None:
        _show_screen(SCREENS[(number + step) % len(SCREENS)], path, query)

    with st.container(key="room", horizontal=True, vertical_alignment="center", gap="small"):
        for label, shortcut, step in (("‹ 上一屏", "Left", -1), ("下一屏 ›", "Right", 1)):
            if st.button(label, key=f"room_{shortcut}", shortcut=shortcut, width="content"):
                go(step)
        st.markdown(f"第{number + 1}屏，共{len(SCREENS)}屏", width="content")
        for label, shortcut, step in (("上一月", "Shift+Left", 1), ("下一月", "Shift+Right", -1)):
            other = _neighbour(months, month, step)
            st.button(
                label,
                key=f"room_{shortcut}",
                shortcut=shortcut,
                width="content",
                on_click=set_month,
                args=(other,),
                disabled=other is None,
            )
        st.toggle(
            "显示核减后和疑似",
            value=shows_effective(),
            key="room_effective",
            on_change=_switch_effective,
            width="stretch",
        )
        if st.button("退出投屏", shortcut="Escape", key="room_leave", width="content"):
            st.switch_page(path, query_params=query)
        with st.container(key="room_alias", width="content"):  # the keys of a hand-held clicker
            for shortcut, step in (("PageUp", -1), ("PageDown", 1)):
                if st.button(shortcut, key=f"room_{shortcut}", shortcut=shortcut):
                    go(step)


def _show_screen(screen: Screen, path: str, query: Mapping[str, str]) -> None:
    """Another screen of the meeting; on the same page what is chosen there is kept."""
    more = {"screen": str(screen.part)} if screen.part > 1 else {}
    if screen.page == path:
        st.query_params.pop("screen", None)
        st.query_params.update(more)
        st.rerun()
    st.switch_page(screen.page, query_params={**query, **kept(), **more})


def _neighbour(months: Sequence[str], month: str, step: int) -> str | None:
    """The month `step` further down the list, latest first; None beyond its ends."""
    if month not in months:
        return None
    index = months.index(month) + step
    return months[index] if 0 <= index < len(months) else None


def _switch_effective() -> None:
    if st.session_state["room_effective"]:
        st.query_params["effective"] = "1"
    else:
        st.query_params.pop("effective", None)
