"""群众评价 › 好差评: 交办 of 差评, forms of 办件量 and, for administrators, of definitions."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from govsvc.board.rating_period import RatingPeriod
from govsvc.domain.deadlines import day_text
from govsvc.domain.feedback import (
    ACTIVE_OF,
    DEFAULT_RATINGS,
    MOST_COUNT,
    REPEATED,
    BadRating,
    Setting,
    cases_name,
    level_name,
)
from govsvc.security import Right
from govsvc.store import Act
from govsvc.workflow import rectification
from govsvc.workflow.rectification import RATING_SOURCE, Terms
from govsvc.workflow.rectification.ledger import NOT_ASSIGNED
from pages._ui import data, frame, outcome, permissions
from pages._ui.rectification import terms_form

#: workdays within which a 差评 is put right
_WORKDAYS = 15


def assign(period: RatingPeriod) -> None:
    """The form of 交办, for those who may, where a 差评 is not assigned yet."""
    ledger = data.ledger()
    waiting = {
        _label(one): one
        for one in period.bad
        if one.unit and ledger.of_bad_rating(one) == NOT_ASSIGNED
    }
    if not waiting or not data.actor().may(Right.UPLOAD_ALL):
        return
    with st.expander(f"交办整改（{len(waiting)}条还没有交办）", icon=":material/assignment_ind:"):
        chosen = st.multiselect("交办哪几条（不选就是全部）", list(waiting), key="ratings_assigned")
        ratings = [waiting[label] for label in chosen or waiting]
        terms = terms_form.show("ratings", RATING_SOURCE, _WORKDAYS)
        units = {one.unit for one in ratings}
        st.button(
            f"交办{len(ratings)}条给{len(units)}个单位",
            type="primary",
            key="assign_ratings",
            on_click=outcome.noted,
            args=(lambda: _assign(ratings, terms),),
        )
        frame.link("rectification.py", "看整改台账 ›")


def _label(one: BadRating) -> str:
    what = one.text or one.item or RATING_SOURCE
    return f"{level_name(one.level)}　{one.unit}　{what[:30]}（{one.sheet} 第{one.row}行）"


def _assign(ratings: Sequence[BadRating], terms: Terms) -> str:
    """Assigns them; gives the sentence that says so. Raises GovsvcError."""
    store = data.store()
    new, doubled = store.rectification_writes.assign(
        rectification.of_bad_ratings(ratings, store.settings.roster().leaders, terms),
        _act(),
        expected_version=store.version(),
    )
    st.session_state.pop("ratings_assigned", None)
    units = {entry.unit for entry in new}
    again = f"；另有{len(doubled)}条已交办过、还没有销号" if doubled else ""
    return f"已交办{len(new)}条给{len(units)}个单位，时限{day_text(terms.deadline)}{again}。"


def settings(period: RatingPeriod) -> None:
    """The forms that the visitor may use; others see none."""
    actor, month = data.actor(), period.months[-1]
    if actor.may(Right.UPLOAD_ALL):
        with st.expander("填写办件量（评价率的分母）", icon=":material/edit:"):
            _cases(month, period.cases.get(month))
    if actor.may(Right.MANAGE):
        with st.expander("好差评计算口径", icon=":material/tune:"):
            for setting in (ACTIVE_OF, DEFAULT_RATINGS, REPEATED):
                choice(setting, period.settings.choice(setting))


def _cases(month: date, stored: int | None) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        cases = st.number_input(
            cases_name(month), 1, MOST_COUNT, stored, key=f"cases_{month}_{stored}", width=240
        )
        st.button(
            "保存",
            key="save_cases",
            disabled=cases in (None, stored),
            on_click=outcome.noted,
            args=(lambda: _set_cases(month, int(cases or 0)),),
        )


def _set_cases(month: date, cases: int) -> str:
    store = data.store()
    store.feedback_writes.set_cases(month, cases, _act(), expected_version=store.version())
    return f"{cases_name(month)}已保存：{cases}件。"


def choice(setting: Setting, known: str) -> None:
    """The form of one definition."""
    choices = list(setting.choices)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        chosen = st.selectbox(
            setting.name,
            choices,
            choices.index(known),
            format_func=setting.choices.__getitem__,
            key=f"{setting.key}_{known}",
            width=340,
        )
        st.button(
            f"保存{setting.name}",
            key=f"save_{setting.key}",
            disabled=chosen == known,
            on_click=outcome.noted,
            args=(lambda: _choose(setting, chosen),),
        )


def _choose(setting: Setting, chosen: str) -> str:
    store = data.store()
    store.feedback_writes.choose(setting, chosen, _act(), expected_version=store.version())
    return f"{setting.name}已保存：{setting.choices[chosen]}。"


def _act() -> Act:
    return Act(permissions.who(), data.now())
