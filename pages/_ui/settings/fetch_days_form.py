"""取数日 of city and province, set by whoever sets the targets; the overview counts the days."""

import streamlit as st

from govsvc.domain import fetch_days
from govsvc.domain.errors import GovsvcError
from govsvc.store import Act, Store
from pages._ui import outcome, ui


def show(store: Store, act: Act) -> None:
    """A line for each."""
    ui.section("取数日", "总览显示距取数日的天数")
    settings = store.settings.all()
    for level, name in fetch_days.WHOSE.items():
        _line(store, act, level, name, settings.get(fetch_days.SETTING + level, ""))


def _line(store: Store, act: Act, level: str, name: str, stored: str) -> None:
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        text = st.text_input(
            f"{name}取数日",
            value=fetch_days.text_of(stored) if stored else "",
            placeholder="如 每月25日，或 2026年11月28日；不设的留空",
            max_chars=20,
            key=f"fetch_day_{level}_{stored}",
        )
        if not st.button("保存", key=f"save_fetch_day_{level}"):
            return
        try:
            day = fetch_days.typed(text)
        except GovsvcError as error:
            ui.show_error(error)
            return
        outcome.attempt(
            lambda: store.setting_writes.set_fetch_day(
                level, day, act, expected_version=store.version()
            ),
            f"{name}取数日：{fetch_days.text_of(day)}，已保存。",
        )
