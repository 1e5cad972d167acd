"""交办 on 群众评价: what people were not content with, or suggested, becomes entries of the
整改台账.
"""

from collections.abc import Sequence

import streamlit as st

from govsvc.board.feedback_period import FeedbackPeriod
from govsvc.domain.deadlines import day_text
from govsvc.domain.feedback import Call, level_name
from govsvc.security import Right
from govsvc.store import Act
from govsvc.workflow import rectification
from govsvc.workflow.rectification import CALL_SOURCE, Terms
from govsvc.workflow.rectification.ledger import NOT_ASSIGNED
from pages._ui import data, frame, outcome, permissions
from pages._ui.rectification import terms_form


def show(period: FeedbackPeriod) -> None:
    """The form, for those who may assign, where something is not assigned yet."""
    said = [*period.bad, *period.suggestions]
    ledger = data.ledger()
    waiting = {
        _label(call): call for call in said if call.unit and ledger.of_call(call) == NOT_ASSIGNED
    }
    if not waiting or not data.actor().may(Right.UPLOAD_ALL):
        return
    bad = [label for label, call in waiting.items() if call.is_bad]
    with st.expander(f"交办整改（{len(waiting)}条还没有交办）", icon=":material/assignment_ind:"):
        chosen = st.multiselect(
            "交办哪几条（不选就是全部不满意的）", list(waiting), key="calls_assigned"
        )
        calls = [waiting[label] for label in chosen or bad]
        st.markdown(
            f":gray[:small[承办单位{ledger.settings.call_contact}个工作日内联系核实（反馈），"
            f"{ledger.settings.call_answer}个工作日内答复；由别的单位的人二次回访，"
            "对方认可或已解释清楚才能销号。]]"
        )
        terms = terms_form.show("calls", CALL_SOURCE, ledger.settings.call_answer)
        units = {call.unit for call in calls}
        st.button(
            f"交办{len(calls)}条给{len(units)}个单位",
            type="primary",
            key="assign_calls",
            disabled=not calls,
            on_click=outcome.noted,
            args=(lambda: _assign(calls, terms),),
        )
        frame.link("rectification.py", "查看整改台账 ›")


def _label(call: Call) -> str:
    what = call.text or call.item or CALL_SOURCE
    return f"{level_name(call.rating)}　{call.unit}　{what[:30]}（{call.sheet} 第{call.row}行）"


def _assign(calls: Sequence[Call], terms: Terms) -> str:
    """Assigns them; gives the sentence that says so. Raises GovsvcError."""
    store = data.store()
    leads = store.settings.roster().leaders
    new, doubled = store.rectification_writes.assign(
        rectification.of_calls(calls, leads, terms),
        Act(permissions.who(), data.now()),
        expected_version=store.version(),
    )
    st.session_state.pop("calls_assigned", None)
    units = {entry.unit for entry in new}
    again = f"；另有{len(doubled)}条已交办过、还没有销号" if doubled else ""
    return f"已交办{len(new)}条给{len(units)}个单位，时限{day_text(terms.deadline)}{again}。"
