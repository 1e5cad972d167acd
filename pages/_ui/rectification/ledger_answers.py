"""What is asked of an uploaded 整改台账: wordings of states and deadlines, each once, and days that
its rows do not have.
"""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from govsvc.domain.mappings import LedgerAnswers
from govsvc.domain.rows import Unclear
from govsvc.importing.ledger import SAYABLE, LedgerPlan
from pages._ui import data, ui
from pages._ui.upload import mapping_choices

_GIVEN = "ledger_answers"
_DUES = ("长期坚持", "立行立改", "5个工作日", "10个工作日", "15个工作日", "30个工作日")
#: wordings that are asked one by one
_MOST_ASKED = 20

#: (field, header) → wording → what it means
Values = dict[tuple[str, str], dict[str, str]]


def given() -> LedgerAnswers:
    """What was answered so far."""
    return st.session_state.get(_GIVEN, LedgerAnswers())


def forget() -> None:
    st.session_state.pop(_GIVEN, None)


def ask(plan: LedgerPlan) -> None:
    """The questions in one form; what was answered stays in it."""
    asked, before = plan.asked, given()
    is_answered = before != LedgerAnswers() or any(one.word for one in (*asked.states, *asked.dues))
    if not (asked.is_open or asked.at_once or is_answered):
        return
    with st.form("ledger_questions", border=True):
        ui.section("要说明的", "台账里没有写明或不能确定的；没有说明的行不导入，以后可以再导入")
        values = _wordings(asked.states, "状态", list(SAYABLE))
        values |= _wordings(asked.dues, "时限", list(_DUES))
        answers = _days(plan, before)
        if st.form_submit_button("按以上说明", type="primary", icon=":material/check:"):
            st.session_state[_GIVEN] = answers
            mapping_choices.add(values=values)


def _wordings(unclear: Sequence[Unclear], what: str, options: list[str]) -> Values:
    """A picker for each wording. Deadlines may be a day, too."""
    values: Values = {}
    for one in unclear[:_MOST_ASKED]:
        label = f"{what}“{ui.text(one.value)}”（{one.count}行）是什么意思"
        word = _pick(label, options, one.word, f"{one.field}/{one.header}/{one.value}", what)
        values.setdefault((one.field, one.header), {})[one.value] = word
    if len(unclear) > _MOST_ASKED:
        st.markdown(
            f":orange[还有{len(unclear) - _MOST_ASKED}种写法。写法过多，通常是列对应有误，"
            "或进展写在了状态列，请先核对；说明以上各项后，其余接着列出。]"
        )
    return values


def _pick(label: str, options: list[str], word: str, key: str, what: str) -> str:
    """The word that was picked, "" while none is; of a deadline the day that was picked goes
    first.
    """
    is_due = what == "时限"
    said = _as_day(word)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        known = [*options, *([word] if word and word not in options and not said else [])]
        picked = st.selectbox(
            label,
            known,
            index=known.index(word) if word in known else None,
            key=f"ledger_word/{key}",
            placeholder="选择" if not is_due else "选择，或在右边选日期",
            width=420,
        )
        day = None
        if is_due:
            day = st.date_input(
                "或按日期", said, key=f"ledger_day/{key}", format="YYYY-MM-DD", width=180
            )
    return f"{day}" if day else picked or ""


def _as_day(word: str) -> date | None:
    try:
        return date.fromisoformat(word)
    except ValueError:
        return None


def _days(plan: LedgerPlan, before: LedgerAnswers) -> LedgerAnswers:
    """What the rows do not say: their days, the year, how long 立行立改 is."""
    asked, today = plan.asked, data.now().date()
    year, assigned_on, closed_on = before.year, before.assigned_on, before.closed_on
    due, at_once = before.due, before.at_once
    if asked.year or before.year:
        year = int(
            st.number_input(
                f"没有写年份的日期（{asked.year}处）是哪一年",
                2000,
                2099,
                before.year or today.year,
                key="ledger_year",
                width=260,
            )
        )
    if asked.assigned_on or before.assigned_on:
        assigned_on = _one_day(
            f"没有写交办日期的{asked.assigned_on or ''}行，交办日期是", assigned_on, "assigned_on"
        )
    if asked.due or before.due:
        label = f"没有写整改时限的{asked.due or ''}行，时限是"
        due = _pick(label, list(_DUES), before.due, "due", "时限")
    if asked.closed_on or before.closed_on:
        closed_on = _one_day(
            f"已销号、没有写销号日期的{asked.closed_on or ''}行，销号日期是",
            closed_on,
            "closed_on",
        )
    if asked.at_once:
        at_once = int(
            st.number_input(
                f"“立行立改”的{asked.at_once}项，按交办后几个工作日计",
                1,
                250,
                before.at_once,
                key="ledger_at_once",
                width=320,
            )
        )
    return LedgerAnswers(year, assigned_on, closed_on, due, at_once)


def _one_day(label: str, before: date | None, key: str) -> date | None:
    picked = st.date_input(
        label, before, max_value="today", key=f"ledger_{key}", format="YYYY-MM-DD", width=360
    )
    return picked if isinstance(picked, date) else None
