"""提升测算 on the page of gaps: choose what is to be solved, see what it comes to, hand the list
out.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from govsvc.assessment.problems import Problem
from govsvc.board import Board, what_if
from govsvc.domain import indicators
from govsvc.domain.indicators import Indicator, ProblemList
from govsvc.exports import export, problem_tables
from pages._ui import data, downloads, presentation, ui


def section(board: Board, month: date, indicator: Indicator) -> None:
    """Pickers of departments and single rows, in the address; the new value, target and rank; the
    work list to download.
    """
    problem_list = indicators.missing_list_of(indicator)
    rows = (
        data.problem_rows(problem_list.key, month, board.as_of)[0]
        if problem_list and not board.lists.missing_split(indicator, month).empty
        else []
    )
    _section(board, month, indicator, problem_list, rows)


def choose_unit(unit: str) -> None:
    """From the next run on that unit's rows are chosen, too; no more where they were."""
    chosen = st.session_state.get("solve") or []
    st.session_state["solve"] = (
        [one for one in chosen if one != unit] if unit in chosen else [*chosen, unit]
    )


@st.fragment
def _section(
    board: Board,
    month: date,
    indicator: Indicator,
    problem_list: ProblemList | None,
    rows: Sequence[Problem],
) -> None:
    """A choice in it draws only this section anew. `rows`: what is on the list."""
    pace = what_if.pace(board, board.cards.standing(indicator, month))
    has_value = what_if.what_if(board, indicator, month, 0) is not None
    if not has_value or not (rows or pace):
        return
    solved_by = problem_tables.who_solves(board.roster())
    _heading(indicator, rows, solved_by)
    for sentence in pace:
        st.markdown(f":gray[{sentence}]")
    if problem_list is None or not rows:
        return
    left, right = st.columns([1.15, 1], gap="medium")
    with left:
        chosen = _choose(indicator, rows)
    with right:
        _effect(board, month, indicator, len(chosen))
    if chosen and not presentation.is_on():
        _work_list(board, month, problem_list, chosen, solved_by, indicator.unit)


def _heading(indicator: Indicator, rows: Sequence[Problem], solved_by: Mapping[str, str]) -> None:
    """How many rows are missing, and how many of them the county can solve itself."""
    measure = indicator.unit
    by_solver = "，".join(
        f"{who}{count}{measure}" for who, count in problem_tables.by_who(rows, solved_by).items()
    )
    ui.section(
        f"提升测算：{indicator.short}",
        f"{len(rows)}{measure}{indicator.missing_word}：{by_solver}" if rows else "",
    )


def _choose(indicator: Indicator, rows: Sequence[Problem]) -> list[Problem]:
    """The rows of the departments picked, and the single rows picked beside them."""
    units = sorted({problem.row.unit for problem in rows})
    by_label = _labels(rows)
    for key, known in (("solve", units), ("items", list(by_label))):
        if key in st.session_state:
            # a link, or another indicator: what is not on this list is not chosen
            st.session_state[key] = [name for name in st.session_state[key] or [] if name in known]
    unit_word, measure = indicators.unit_word(indicator.kind), indicator.unit
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
        list(by_label),
        key="items",
        bind="query-params",
        placeholder="选择，可输入名称查找",
        select_all=False,
    )
    return [
        problem
        for label, problem in by_label.items()
        if problem.row.unit in picked_units or label in picked
    ]


def _labels(rows: Sequence[Problem]) -> dict[str, Problem]:
    """Name and unit of each row, with its code where another has the same."""
    counts = Counter((problem.row.name, problem.row.unit) for problem in rows)
    labels = {}
    for problem in rows:
        row = problem.row
        code = problem_tables.code_of(row) if counts[row.name, row.unit] > 1 else ""
        labels[f"{row.name}（{row.unit}）{code}"] = problem
    return labels


def _effect(board: Board, month: date, indicator: Indicator, solved: int) -> None:
    """Value, target and rank when so many rows are solved."""
    effect = what_if.what_if(board, indicator, month, solved) if solved else None
    if effect is None:
        st.markdown(":gray[选择要解决的部门或事项，这里显示解决后的值、是否达标和名次。]")
        return
    first, *others = what_if.sentences(effect)
    st.markdown(f"**{ui.text(first)}**")
    for sentence in others:
        st.markdown(ui.text(sentence))


def _work_list(
    board: Board,
    month: date,
    problem_list: ProblemList,
    chosen: Sequence[Problem],
    solved_by: Mapping[str, str],
    measure: str,
) -> None:
    """交办清单 of the rows chosen, to download."""
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
