"""群众评价 › 好差评: 交办 of 差评, forms of 办件量 and, for administrators, of definitions."""

import streamlit as st

from govsvc.board.rating_period import RatingPeriod
from govsvc.domain.feedback import (
    ACTIVE_OF,
    DEFAULT_RATINGS,
    REPEATED,
    cases_name,
)
from govsvc.security import Right
from govsvc.workflow import rectification
from govsvc.workflow.rectification import RATING_SOURCE
from govsvc.workflow.rectification.ledger import NOT_ASSIGNED
from pages._ui import data, permissions, setting_choice
from pages._ui.feedback import count_form
from pages._ui.rectification import assigning

#: workdays within which a 差评 is put right
_WORKDAYS = 15


def assign(period: RatingPeriod) -> None:
    """The form of 交办, for those who may, where a 差评 is not assigned yet."""
    ledger = data.ledger()
    waiting = {
        assigning.label(one, one.level, RATING_SOURCE): one
        for one in period.bad
        if one.unit and ledger.of_bad_rating(one) == NOT_ASSIGNED
    }
    assigning.form(
        "ratings",
        waiting,
        usual=waiting,
        usual_text="全部",
        source=RATING_SOURCE,
        workdays=_WORKDAYS,
        entries=rectification.of_bad_ratings,
    )


def settings(period: RatingPeriod) -> None:
    """The forms that the visitor may use; others see none."""
    actor, month = data.actor(), period.months[-1]
    if actor.may(Right.UPLOAD_ALL):
        with st.expander("填写办件量（评价率的分母）", icon=":material/edit:"):
            count_form.show(
                f"cases_{month}",
                cases_name(month),
                period.cases.get(month),
                lambda store, cases: store.feedback_writes.set_cases(
                    month, cases, permissions.act(), expected_version=store.version()
                ),
            )
    if actor.may(Right.MANAGE):
        with st.expander("好差评计算口径", icon=":material/tune:"):
            for setting in (ACTIVE_OF, DEFAULT_RATINGS, REPEATED):
                setting_choice.show(setting, period.settings.choice(setting))
