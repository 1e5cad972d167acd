"""提升测算 on the page of gaps: choose what is to be solved, see what it comes to, hand the list
out.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from govsvc import charts
from govsvc.assessment.problems import Problem
from govsvc.board import Board, plans, what_if
from govsvc.board.plans import Plan
from govsvc.domain import indicators
from govsvc.domain.indicators import Indicator, ProblemList
from govsvc.exports import export, problem_tables
from pages._ui import chart_view, data, downloads, pickers, style, ui
from pages._ui.rectification import assign_form

#: what is chosen, in the address
_UNITS, _ROWS = "solve", "items"


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
    """From the next run on that unit's rows are chosen, too."""
    chosen = st.query_params.get_all(_UNITS)
    pickers.choose_several(_UNITS, list(dict.fromkeys([*chosen, unit])))


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
    by_label = _labels(rows)
    _plan_buttons(plans.plans(board, indicator, month, rows, solved_by), by_label, indicator.unit)
    left, right = st.columns([1.15, 1], gap="medium")
    with left:
        chosen = _choose(indicator, by_label)
    with right:
        _effect(board, month, indicator, len(chosen))
    if chosen:
        _work_list(board, month, problem_list, chosen, solved_by, indicator.unit)
        assign_form.show(
            problem_list,
            chosen,
            key="plan",
            source="提升测算",
            title=f"交办整改：选中的{len(chosen)}{indicator.unit}",
        )


def _plan_buttons(found: Sequence[Plan], by_label: Mapping[str, Problem], measure: str) -> None:
    """A button for each ready-made choice, and one that takes all back."""

    def choose(units: Sequence[str], rows: Sequence[Problem]) -> None:
        pickers.choose_several(_UNITS, units)
        pickers.choose_several(_ROWS, [label for label in by_label if by_label[label] in rows])

    with st.container(horizontal=True, gap="small", key="plans"):
        for plan in found:
            st.button(
                f"{plan.name}：{plan.count}{measure}",
                key=f"plan_{plan.name}",
                help=ui.text(plan.note),
                on_click=choose,
                args=(plan.units, plan.rows),
            )
        if st.query_params.get(_UNITS) or st.query_params.get(_ROWS):
            st.button("清空", key="plan_none", type="tertiary", on_click=choose, args=((), ()))


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


def _choose(indicator: Indicator, by_label: Mapping[str, Problem]) -> list[Problem]:
    """The rows of the units picked, and the single rows picked beside them."""
    counts = Counter(problem.row.unit for problem in by_label.values())
    unit_word, measure = indicators.unit_word(indicator.kind), indicator.unit
    units = pickers.several(
        f"解决哪些{unit_word}的（全部{measure}）",
        [unit for unit, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))],
        _UNITS,
        placeholder=f"选择{unit_word}",
        shown=lambda unit: f"{unit}（{counts[unit]}{measure}）",
    )
    picked = pickers.several(
        f"再加上哪几{measure}",
        list(by_label),
        _ROWS,
        placeholder="选择，可输入名称查找",
    )
    return [
        problem
        for label, problem in by_label.items()
        if problem.row.unit in units or label in picked
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
    """The gap as it is and as it would be, and what it comes to in a sentence."""
    effect = what_if.what_if(board, indicator, month, solved)
    if effect is None:
        return
    chart_view.picture(
        charts.gap_tracks(
            what_if.gap_track(effect),
            words=("现在", "解决后") if solved else ("上月", "现在"),
            **style.look(),
        ),
        "gap_then",
        export.file_name(board.home_name(), indicator.short, "提升测算", month, suffix=""),
    )
    st.markdown(
        f"**{ui.text(what_if.sentence(effect))}**"
        if solved
        else ui.hint(
            "选择方案、部门或事项后，此处显示解决后的数值、是否达标和名次，也可点击上方的条形"
        )
    )


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
        printed_at=downloads.day_text(),
    )
    downloads.table(
        f"交办清单（{len(chosen)}{measure}）",
        lambda suffix: export.file_name(
            board.home_name(), problem_list.name, "交办清单", month, suffix=suffix
        ),
        lambda: sheet,
        key="work_list",
    )
