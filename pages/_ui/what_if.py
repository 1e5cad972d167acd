"""提升测算 on the page of gaps: choose what is to be solved, see what it comes to, hand the list
out.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date

import streamlit as st

from govsvc.assessment.problems import Problem
from govsvc.board import Board, what_if
from govsvc.domain import indicators
from govsvc.domain.indicators import Indicator, ProblemList
from govsvc.exports import export, problem_tables
from pages._ui import data, downloads, presentation, ui


@st.fragment
def section(
    board: Board,
    month: date,
    indicator: Indicator,
    problem_list: ProblemList | None,
    rows: Sequence[Problem],
) -> None:
    """Pickers of departments and single rows, in the address; the new value, target and rank; the
    work list to download. A choice draws nothing else anew.
    """
    standing = board.cards.standing(indicator, month)
    pace = what_if.pace(board, standing)
    now = what_if.what_if(board, indicator, month, 0)
    if now is None or not (rows or pace):
        return
    solved_by = problem_tables.who_solves(board.roster())
    unit_word, measure = indicators.unit_word(indicator.kind), indicator.unit
    split = "，".join(
        f"{who}{count}{measure}" for who, count in problem_tables.by_who(rows, solved_by).items()
    )
    ui.section(
        f"提升测算：{indicator.short}",
        f"{len(rows)}{measure}{indicator.missing_word}：{split}" if rows else "",
    )
    for sentence in pace:
        st.markdown(f":gray[{sentence}]")
    if not rows:
        return
    units = list(
        dict.fromkeys(
            problem.row.unit for problem in sorted(rows, key=lambda problem: problem.row.unit)
        )
    )
    names = Counter((problem.row.name, problem.row.unit) for problem in rows)
    labels = {
        f"{problem.row.name}（{problem.row.unit}）"
        + (
            problem_tables.code_of(problem.row)
            if names[problem.row.name, problem.row.unit] > 1
            else ""
        ): problem
        for problem in rows
    }
    for key, known in (("solve", units), ("items", list(labels))):
        if (
            key in st.session_state
        ):  # a link, or another indicator: what is not on this list is not chosen
            st.session_state[key] = [name for name in st.session_state[key] or [] if name in known]
    left, right = st.columns([1.15, 1], gap="medium")
    with left:
        picked_units = st.multiselect(
            f"解决哪些{unit_word}的（全部{measure}）",
            units,
            key="solve",
            bind="query-params",
            placeholder=f"选择{unit_word}",
            select_all=False,
        )
        picked = st.multiselect(
            f"再加上哪几{measure}",
            list(labels),
            key="items",
            bind="query-params",
            placeholder="选择，可输入名称查找",
            select_all=False,
        )
    chosen = [
        problem
        for label, problem in labels.items()
        if problem.row.unit in picked_units or label in picked
    ]
    with right:
        if not chosen:
            st.markdown(":gray[选择要解决的部门或事项，这里显示解决后的值、是否达标和名次。]")
            return
        found = what_if.what_if(board, indicator, month, len(chosen))
        for place, sentence in enumerate(what_if.sentences(found)):
            st.markdown(f"**{ui.text(sentence)}**" if not place else ui.text(sentence))
    if not presentation.is_on():
        sheet = problem_tables.work_list(
            problem_list,
            month,
            chosen,
            solved_by,
            home=board.home_name(),
            edition=board.workflow.edition_text(month),
            printed_at=f"{data.now():%Y-%m-%d %H:%M}",
        )
        downloads.table(
            f"交办清单（{len(chosen)}{measure}）",
            lambda suffix: export.file_name(
                board.home_name(), problem_list.name, "交办清单", month, suffix=suffix
            ),
            lambda: sheet,
            key="work_list",
        )
