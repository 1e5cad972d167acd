"""The form of a definition that is one of a few choices, stored as a setting."""

import streamlit as st

from govsvc.domain.feedback import Setting
from pages._ui import data, outcome, permissions


def show(setting: Setting, known: str) -> None:
    """The choices and the button that stores another than the `known` one."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        chosen = choice(setting, known)
        st.button(
            f"保存{setting.name}",
            key=f"save_{setting.key}",
            disabled=chosen == known,
            on_click=outcome.noted,
            args=(lambda: _choose(setting, chosen),),
        )


def choice(setting: Setting, known: str) -> str:
    """What is picked among the choices, at first the `known` one."""
    choices = list(setting.choices)
    return st.selectbox(
        setting.name,
        choices,
        choices.index(known),
        format_func=setting.choices.__getitem__,
        key=f"{setting.key}_{known}",
        width=340,
    )


def _choose(setting: Setting, chosen: str) -> str:
    store = data.store()
    store.feedback_writes.choose(
        setting, chosen, permissions.act(), expected_version=store.version()
    )
    return f"{setting.name}已保存：{setting.choices[chosen]}。"
