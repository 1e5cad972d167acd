"""The form of one department's 首席事务代表, and the setting of its warning."""

from datetime import date

import streamlit as st

from govsvc.board import Board
from govsvc.board.representatives import Delegates
from govsvc.domain.months import month_text
from govsvc.domain.representatives import (
    MOST_DAYS,
    WARNING_NAME,
    Representative,
    paper_answer,
    paper_text,
)
from govsvc.domain.roster import DEPARTMENT
from govsvc.importing import entered_representatives
from govsvc.security import Right
from govsvc.store import CLOSED
from pages._ui import data, outcome, permissions

_LONGEST, _MOST_YEARS = 40, 10


def show(board: Board, month: date, found: Delegates | None) -> None:
    """The form for those who may enter it; the setting for those who manage."""
    actor = data.actor()
    if board.is_demonstration or not actor.may(Right.UPLOAD):
        return
    with st.expander("登记首席事务代表（一个部门）", icon=":material/badge:", key="delegate"):
        units = [
            unit
            for unit in board.roster().names(DEPARTMENT)
            if not actor.is_limited or unit in actor.units
        ]
        without = set(found.without if found else ())
        units.sort(key=lambda unit: unit not in without)
        unit = st.selectbox(
            "部门",
            units,
            index=None,
            placeholder="选择部门",
            key="delegate_unit",
            format_func=lambda name: f"{name}（未选派）" if name in without else name,
            width=280,
        )
        if unit:
            known = board.representatives.in_force(month).get(unit)
            _form(known or Representative(unit, month), month)
    if actor.may(Right.MANAGE):
        _days(board.representatives.warning_days)


def _form(known: Representative, month: date) -> None:
    """The fields, as they are stored; what is saved holds from the month on."""

    def key(field: str) -> str:
        return f"delegate_{field}_{known.unit}_{month}"

    texts = {
        "name": ("A岗（首席事务代表）", known.name),
        "deputy": ("B岗", known.deputy),
        "position": ("职务", known.position),
        "appointment": ("任命书文号，或 有、无", _paper(known, "appointment")),
        "document": ("授权书文号，或 有、无", _paper(known, "document")),
        "seal": ("专用章编号，或 有、无", known.seal),
    }
    days = {
        "issued_on": ("签发日期", known.issued_on),
        "valid_from": ("有效期起", known.valid_from),
        "valid_until": ("有效期止", known.valid_until),
    }
    with st.form(key("form"), border=False):
        for fields in (("name", "deputy", "position"), ("appointment", "document", "seal")):
            with st.container(horizontal=True, gap="small"):
                for field in fields:
                    label, text = texts[field]
                    st.text_input(label, text, key=key(field), max_chars=_LONGEST, width=240)
        with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
            for field, (label, day) in days.items():
                st.date_input(label, day, key=key(field), format="YYYY-MM-DD", width=150)
            st.number_input(
                "或期限（年）",
                0,
                _MOST_YEARS,
                0,
                key=key("years"),
                width=120,
                help="没有写止期的，从有效期起或签发日期算起",
            )
            st.checkbox("长期有效", known.is_endless, key=key("endless"))
        state = data.store().months.states().get(month)
        if state and state.state == CLOSED:
            st.text_input("更正原因（这个月已定稿）", key=key("reason"), max_chars=100)
        st.markdown(f":gray[:small[自{month_text(month)}起按此计算；以前各月不变。]]")
        st.form_submit_button(
            "保存",
            type="primary",
            on_click=outcome.noted,
            args=(lambda: _save(known, month, key),),
        )


def _paper(known: Representative, field: str) -> str:
    if field == "appointment":
        return paper_text(known.is_appointed, known.appointment)
    return paper_text(known.has_document, known.document)


def _save(known: Representative, month: date, key) -> str:
    """Stores what the form holds; gives the sentence that says so. Raises GovsvcError."""
    state, store = st.session_state, data.store()
    appointed, appointment = paper_answer(state[key("appointment")])
    authorised, document = paper_answer(state[key("document")])
    is_endless = state[key("endless")]
    wanted = Representative(
        known.unit,
        month,
        state[key("name")],
        state[key("deputy")],
        state[key("position")],
        appointed,
        appointment,
        authorised,
        document,
        state[key("issued_on")],
        state[key("valid_from")],
        None if is_endless else state[key("valid_until")],
        is_endless,
        state[key("seal")],
        known.note,
    )
    years = 0 if is_endless or wanted.valid_until else state[key("years")]
    entered_representatives.enter(
        store,
        wanted,
        permissions.act(),
        expected_version=store.version(),
        years=years,
        correction=state.get(key("reason")) or "",
    )
    for field in [name for name in state if str(name).endswith(f"_{known.unit}_{month}")]:
        state.pop(field, None)
    return f"{known.unit}的首席事务代表已保存。"


def _days(stored: int) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        days = st.number_input(
            WARNING_NAME, 1, MOST_DAYS, stored, key=f"warning_days_{stored}", width=200
        )
        st.button(
            "保存",
            key="save_warning_days",
            disabled=days in (None, stored),
            on_click=outcome.noted,
            args=(lambda: _save_days(int(days or 0)),),
        )


def _save_days(days: int) -> str:
    store = data.store()
    store.setting_writes.set_warning_days(days, permissions.act(), expected_version=store.version())
    return f"{WARNING_NAME}：{days}天，已保存。"
