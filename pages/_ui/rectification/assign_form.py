"""交办 on 问题清单: chosen rows, or all that are left by the filters, become entries of the
整改台账.
"""

from collections.abc import Sequence

import streamlit as st

from govsvc.assessment.problems import Problem
from govsvc.domain.deadlines import day_text
from govsvc.domain.indicators import ProblemList
from govsvc.security import Right
from govsvc.store import Act
from govsvc.workflow import rectification
from govsvc.workflow.rectification import Terms
from pages._ui import data, frame, outcome, permissions
from pages._ui.rectification import terms_form


def show(problem_list: ProblemList, rows: Sequence[Problem], labels: Sequence[str]) -> None:
    """The form; none for rows that are only suspected. `labels`: of `rows`."""
    if problem_list.signs:
        return
    outcome.show()
    if not data.actor().may(Right.UPLOAD_ALL):
        return
    with st.expander("交办整改", icon=":material/assignment_ind:"):
        chosen = st.multiselect(
            f"交办哪几行（不选就是全部{len(rows)}行）",
            list(labels),
            key="assign_rows",
            placeholder=f"全部{len(rows)}行",
        )
        terms = terms_form.show("assign", "问题清单")
        of_label = dict(zip(labels, rows))
        problems = [of_label[label] for label in chosen] or list(rows)
        units = {problem.row.unit for problem in problems}
        st.button(
            f"交办{len(problems)}项给{len(units)}个单位",
            type="primary",
            key="assign",
            on_click=outcome.noted,
            args=(lambda: _assign(problem_list, problems, terms),),
        )
        frame.link("rectification.py", "看整改台账 ›")


def _assign(problem_list: ProblemList, problems: Sequence[Problem], terms: Terms) -> str:
    """Assigns them; gives the sentence that says so. Raises GovsvcError."""
    store = data.store()
    leads = {unit.name: unit.leader for unit in store.settings.roster().units}
    entries = rectification.of_problems(problem_list, problems, leads, terms)
    new, doubled = store.rectification_writes.assign(
        entries, Act(permissions.who(), data.now()), expected_version=store.version()
    )
    units = {entry.unit for entry in new}
    again = f"；另有{len(doubled)}项已交办过、还没有销号，没有重复交办" if doubled else ""
    return f"已交办{len(new)}项给{len(units)}个单位，时限{day_text(terms.deadline)}{again}。"
