"""How many cases a month had, which no upload says: typed in on 群众评价."""

from collections.abc import Callable

import streamlit as st

from govsvc.domain.feedback import MOST_COUNT
from govsvc.store import Store
from pages._ui import data, outcome


def show(key: str, name: str, stored: int | None, save: Callable[[Store, int], int]) -> None:
    """The form. `key` and `name`: of the count of that month; `save`: stores it."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        cases = st.number_input(name, 1, MOST_COUNT, stored, key=f"{key}_{stored}", width=240)
        st.button(
            "保存",
            key=f"save_{key}",
            disabled=cases in (None, stored),
            on_click=outcome.noted,
            args=(lambda: _save(name, int(cases or 0), save),),
        )


def _save(name: str, cases: int, save: Callable[[Store, int], int]) -> str:
    """Stores it; gives the sentence that says so. Raises GovsvcError."""
    save(data.store(), cases)
    return f"{name}已保存：{cases}件。"
