"""An entry that no list of the app has: 暗访, 通报, 12345."""

import streamlit as st

from govsvc.domain.deadlines import day_text
from govsvc.domain.errors import GovsvcError
from govsvc.security import Right
from govsvc.workflow import rectification
from govsvc.workflow.rectification import Terms
from pages._ui import data, outcome, permissions
from pages._ui.rectification import terms_form


def show() -> None:
    """The form, for those who may assign."""
    if not permissions.may(Right.UPLOAD_ALL, "交办"):
        return
    with st.expander("录入一项（暗访、通报、12345）", icon=":material/add:"):
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            unit = st.selectbox(
                "责任单位",
                data.unit_names(),
                index=None,
                key="typed_unit",
                placeholder="选择单位",
                width=280,
            )
            matter = st.text_input("涉及事项或站点", key="typed_matter", max_chars=100)
        problem = st.text_input("问题描述", key="typed_problem", max_chars=300)
        terms = terms_form.show("typed", "暗访")
        st.button(
            "交办",
            type="primary",
            key="typed",
            disabled=not (unit and matter.strip() and problem.strip()),
            on_click=outcome.noted,
            args=(lambda: _assign(unit or "", matter, problem, terms),),
        )


def _assign(unit: str, matter: str, problem: str, terms: Terms) -> str:
    store = data.store()
    known = store.settings.roster().resolve(unit)
    if known is None:
        raise GovsvcError.of("unknown_unit", unit=unit)
    entry = rectification.typed(unit, matter, problem, known.leader or "", terms)
    store.rectification_writes.assign([entry], permissions.act(), expected_version=store.version())
    for key in ("typed_matter", "typed_problem"):
        st.session_state[key] = ""
    return f"已交办给{unit}，时限{day_text(terms.deadline)}。"
