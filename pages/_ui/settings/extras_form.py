"""另外显示的指标: which indicators beside the province's the pages show where data exist."""

import streamlit as st

from govsvc.domain.extra_indicators import choices, chosen_extras
from govsvc.store import Act, Store
from pages._ui import outcome, ui


def show(store: Store, act: Act) -> None:
    """The choice as it is, and the form that changes it."""
    ui.section("另外显示的指标", "选中并且有数据的，出现在单项指标、指标趋势、目标差距和单位晾晒里")
    known = {one.short: one for one in choices()}
    stored = [one.short for one in chosen_extras(store.settings.all())]
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        picked = st.multiselect(
            "显示哪些指标",
            list(known),
            default=stored,
            key=f"extras_{len(stored)}",
            placeholder="都不显示",
            select_all=False,
        )
        if not st.button("保存", key="save_extras"):
            return
    outcome.attempt(
        lambda: store.setting_writes.choose_extras(
            [known[name].key for name in picked], act, expected_version=store.version()
        ),
        f"另外显示的指标：{'、'.join(picked) or '无'}，已保存。",
    )
