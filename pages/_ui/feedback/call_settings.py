"""群众评价: the form of 涉企办件数, and of the definitions for administrators."""

from datetime import date

import streamlit as st

from govsvc.board.feedback_period import FeedbackPeriod
from govsvc.domain.feedback import (
    LEAST_SAMPLE_NAME,
    SATISFIED_AS,
    FeedbackSettings,
    population_name,
)
from govsvc.domain.rates import count_text
from govsvc.security import Right
from pages._ui import data, outcome, permissions, setting_choice
from pages._ui.feedback import count_form


def show(period: FeedbackPeriod) -> None:
    """The forms that the visitor may use; others see none."""
    actor, month = data.actor(), period.months[-1]
    if actor.may(Right.UPLOAD_ALL):
        with st.expander("填写涉企办件数（抽取比例的分母）", icon=":material/edit:"):
            _drawn(month)
            count_form.show(
                f"population_{month}",
                population_name(month),
                period.populations.get(month),
                lambda store, cases: store.feedback_writes.set_population(
                    month, cases, permissions.act(), expected_version=store.version()
                ),
            )
    if actor.may(Right.MANAGE):
        with st.expander("计算口径（满意率、最小样本）", icon=":material/tune:"):
            _definitions(period.settings)


def _drawn(month: date) -> None:
    """What the lists say that the weeks of the month were drawn from."""
    draws = data.board().feedback.draws(month)
    if draws:
        cases = count_text(sum(one.population for one in draws))
        st.markdown(
            f":gray[:small[已抽样的{len(draws)}周，办件明细里的涉企办件共{cases}件；"
            "各周都抽过样的，填这个数。]]"
        )


def _definitions(stored: FeedbackSettings) -> None:
    known = stored.choice(SATISFIED_AS)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        chosen = setting_choice.choice(SATISFIED_AS, known)
        least = st.number_input(
            LEAST_SAMPLE_NAME,
            1,
            1000,
            stored.least_sample,
            key=f"least_sample_{stored.least_sample}",
            width=280,
        )
        st.button(
            "保存口径",
            key="save_definitions",
            disabled=(chosen, least) == (known, stored.least_sample),
            on_click=outcome.noted,
            args=(lambda: _set_definitions(stored, chosen, int(least)),),
        )


def _set_definitions(stored: FeedbackSettings, chosen: str, least: int) -> str:
    store, act = data.store(), permissions.act()
    if chosen != stored.choice(SATISFIED_AS):
        store.feedback_writes.choose(SATISFIED_AS, chosen, act, expected_version=store.version())
    if least != stored.least_sample:
        store.feedback_writes.set_least_sample(least, act, expected_version=store.version())
    return f"已保存：{SATISFIED_AS.choices[chosen]}；最小样本{least}。"
