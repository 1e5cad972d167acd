"""交办: rows of a problem list, wherever a page shows them, become entries of the 整改台账."""

from collections.abc import Mapping, Sequence

import streamlit as st

from govsvc.assessment.problems import Problem
from govsvc.domain.deadlines import day_text
from govsvc.domain.indicators import ProblemList
from govsvc.security import Right
from govsvc.workflow import rectification
from govsvc.workflow.rectification import Terms
from pages._ui import data, frame, outcome, permissions
from pages._ui.rectification import terms_form

#: of 问题清单
KEY = "assign"


def show(
    problem_list: ProblemList,
    rows: Sequence[Problem],
    labels: Sequence[str] = (),
    *,
    key: str = KEY,
    source: str = "问题清单",
    title: str = "交办整改",
) -> None:
    """The form; none for rows that are only suspected.

    `labels`: of `rows`, to choose among them; without, all are assigned. `key`: where a page has
    several forms. `source`: 问题来源 that is proposed.
    """
    if problem_list.signs:
        return
    outcome.show()
    if not data.actor().may(Right.UPLOAD_ALL):
        return
    ticked = _ticked(labels, key)
    with st.expander(title, icon=":material/assignment_ind:", expanded=bool(ticked)):
        problems = _chosen(dict(zip(labels, rows)), key) if labels else list(rows)
        problems = problems or list(rows)
        terms = terms_form.show(key, source)
        units = {problem.row.unit for problem in problems}
        st.button(
            f"交办{len(problems)}项给{len(units)}个单位",
            type="primary",
            key=key,
            on_click=outcome.noted,
            args=(lambda: _assign(problem_list, problems, terms, key),),
        )
        frame.link("rectification.py", "查看整改台账 ›")


def tick(rows: Sequence[int], labels: Sequence[str], key: str = KEY) -> None:
    """From the next run on the form of that key has these rows chosen: those ticked in a table."""
    st.session_state[f"{key}_rows"] = [labels[row] for row in sorted(rows)]


def may_tick(problem_list: ProblemList) -> bool:
    """Whether ticking rows of the list leads anywhere for the visitor."""
    return not problem_list.signs and data.actor().may(Right.UPLOAD_ALL)


def _ticked(labels: Sequence[str], key: str) -> list[str]:
    """The labels that are chosen; what is no longer shown is not among them."""
    known = set(labels)
    wanted = st.session_state.get(f"{key}_rows", [])
    kept = [label for label in wanted if label in known]
    if len(kept) != len(wanted):
        st.session_state[f"{key}_rows"] = kept
    return kept


def _chosen(of_label: Mapping[str, Problem], key: str) -> list[Problem]:
    """The rows that are chosen; none where all are meant."""
    ticking = "，也可在上面的表里勾选" if key == KEY else ""
    chosen = st.multiselect(
        f"交办哪几行（不选就是全部{len(of_label)}行{ticking}）",
        list(of_label),
        key=f"{key}_rows",
        placeholder=f"全部{len(of_label)}行",
    )
    return [of_label[label] for label in chosen]


def _assign(problem_list: ProblemList, problems: Sequence[Problem], terms: Terms, key: str) -> str:
    """Assigns them; gives the sentence that says so. Raises GovsvcError."""
    store = data.store()
    leads = store.settings.roster().leaders
    entries = rectification.of_problems(problem_list, problems, leads, terms)
    new, doubled = store.rectification_writes.assign(
        entries, permissions.act(), expected_version=store.version()
    )
    st.session_state.pop(f"{key}_rows", None)
    units = {entry.unit for entry in new}
    again = f"；另有{len(doubled)}项已交办过、还没有销号，没有重复交办" if doubled else ""
    return f"已交办{len(new)}项给{len(units)}个单位，时限{day_text(terms.deadline)}{again}。"
