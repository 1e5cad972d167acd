"""取数日, set by whoever sets the targets; the overview counts the days."""

import streamlit as st

from govsvc.domain import fetch_days
from govsvc.domain.errors import GovsvcError
from govsvc.store import Act, Store
from pages._ui import ui


def show(store: Store, act: Act) -> None:
    """A line for the city's and one for the province's."""
    ui.section("取数日", "总览显示还有几天")
    settings = store.settings.all()
    for whose, name in fetch_days.WHOSE.items():
        kept = settings.get(fetch_days.SETTING + whose, "")
        with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
            text = st.text_input(
                f"{name}取数日",
                value=fetch_days.text_of(kept) if kept else "",
                placeholder="如 每月25日，或 2026年11月28日；不设的留空",
                max_chars=20,
                key=f"fetch_day_{whose}_{kept}",
            )
            if st.button("保存", key=f"save_fetch_day_{whose}"):
                try:
                    wanted = fetch_days.typed(text)
                    store.setting_writes.set_fetch_day(
                        whose, wanted, act, expected_version=store.version()
                    )
                except GovsvcError as error:
                    st.error(
                        f"**{ui.text(error.title)}**  \n{ui.text(error.step)}",
                        icon=":material/error:",
                    )
                else:
                    st.session_state["done"] = (
                        f"{name}取数日：{fetch_days.text_of(wanted)}，已保存。"
                    )
                    st.rerun()
