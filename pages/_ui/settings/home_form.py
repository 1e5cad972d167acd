"""本县名称: which county of the bulletins is ours; administrators change it."""

import streamlit as st

from govsvc.domain import county_names
from govsvc.domain.errors import GovsvcError
from govsvc.store import Act, Store
from pages._ui import outcome, ui


def show(store: Store, act: Act, version: int) -> None:
    """The name as it is, and the form that changes it, with what becomes of bulletin values."""
    home = store.settings.home()
    if not home:
        return
    ui.section("本县名称", "用于识别通报中的本县；请填写全称")
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        name = st.text_input(
            "本县名称",
            value=home,
            placeholder="如 清源县",
            max_chars=20,
            key=f"home_{home}",
        ).strip()
        is_clicked = st.button("保存", key="save_home", disabled=name in ("", home))
    if name in ("", home):
        return
    st.markdown(f":gray[{ui.text(_what_changes(store, home, name))}]")
    if is_clicked:
        outcome.attempt(
            lambda: store.setting_writes.rename_home(name, act, expected_version=version),
            f"本县名称：{name}，已保存。",
        )


def _what_changes(store: Store, home: str, name: str) -> str:
    """Whose bulletin values are the home county's then."""
    if county_names.lacks_ending(name):
        return f"“{name}”不是全称，请写明是县、市、区还是旗，如 {name}县。"
    try:
        counties = store.setting_writes.home_counties(name)
    except GovsvcError as error:
        return error.title
    if counties:
        return f"各期通报里“{'”“'.join(counties)}”的值改记在“{name}”名下，数值不变。"
    return f"以通报里“{name}”的值为本县的，“{home}”列为其他县（市、区）。"
