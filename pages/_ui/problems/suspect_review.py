"""疑似: rows that the case statistics make suspected, and what a person decides of them."""

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from govsvc.assessment.problems import Problem
from govsvc.board import Board
from govsvc.domain import indicators
from govsvc.domain.errors import GovsvcError
from govsvc.domain.indicators import ProblemList
from govsvc.exports import problem_tables
from govsvc.security import Right
from govsvc.store import Act
from govsvc.workflow.rectification.ledger import NOT_ASSIGNED
from pages._ui import data, frame, outcome, permissions, sheet_view, ui
from pages._ui.rectification import assign_form

#: until when a dismissed row stays away
STAYS_AWAY = (
    "排除的，观察期里还有排除当月及以前的月份时不再列为疑似；"
    "观察期全部换成新的月份后仍有同样情形的，再列出来"
)


def beside(problem_list: ProblemList, board: Board, month: date) -> None:
    """How many rows are suspected besides those on a list of the confirmed; on the list of the
    suspected the observation period, and how many are confirmed.
    """
    if problem_list.signs:
        _observation_period(board, month)
    suspected = indicators.suspected_of(problem_list)
    if suspected:
        count = board.lists.suspected(problem_list, month)
        if count:
            frame.link(
                "problems.py", f"另有疑似{count}项，待认定，未计入任何数值 ›", list=suspected.name
            )
        else:
            st.markdown(
                ":gray[没有疑似。]"
                if count == 0
                else ":gray[观察期没有办件量统计，无法判断是否疑似。]"
            )
    if problem_list.suspects:
        confirmed = indicators.list_by_key(problem_list.suspects)
        frame.link(
            "problems.py",
            f"已认定的{confirmed.name}{board.lists.count(confirmed, month) or 0}项 ›",
            list=confirmed.name,
        )


def _observation_period(board: Board, month: date) -> None:
    period = board.suspects.period(month)
    if period.is_complete:
        st.markdown(f":gray[观察期：{period.text}，每个月都有办件数据。]")
    else:
        st.markdown(
            f":orange[观察期：{period.text}，{period.lack}；“没有受理”须以整个观察期的数据判断，"
            "缺月的不据此列为疑似或零办件。]"
        )


def form(
    problem_list: ProblemList,
    problems: Sequence[Problem],
    labels: Sequence[str],
    board: Board,
    month: date,
) -> None:
    """Asks which of the rows are confirmed or dismissed, by whom and why; on a list of the
    confirmed, which confirmations are taken back. `labels`: of `problems`.
    """
    outcome.show()
    reviewable = problems if problem_list.suspects else problem_tables.confirmed_by_cases(problems)
    rows = {label: problem for label, problem in zip(labels, problems) if problem in reviewable}
    if not rows:
        return
    if board.workflow.is_closed(month):
        st.markdown(":gray[本月已定稿，不能再认定或排除；请在未定稿的月份办理。]")
        return
    if not permissions.may(Right.REVIEW, "认定或排除疑似"):
        return
    with st.expander(
        "认定或排除" if problem_list.suspects else "撤回由办件数据比对认定的",
        icon=":material/gavel:",
    ):
        _decision(problem_list, rows, board)


def assigning(problem_list: ProblemList, board: Board, month: date) -> None:
    """On the list of the suspected: 交办 of those that a person confirmed and nobody assigned."""
    if not problem_list.suspects:
        return
    confirmed, ledger = indicators.list_by_key(problem_list.suspects), data.ledger()
    listed, _ = data.problem_rows(confirmed.key, month, board.as_of)
    rows = [
        problem
        for problem in problem_tables.confirmed_by_cases(listed)
        if ledger.of_row(confirmed.key, problem.row) == NOT_ASSIGNED
    ]
    if rows:
        assign_form.show(
            confirmed,
            rows,
            key="confirmed",
            source="疑似认定",
            title=f"交办整改：由疑似认定为{confirmed.name}的{len(rows)}项",
        )


def _decision(problem_list: ProblemList, rows: Mapping[str, Problem], board: Board) -> None:
    """Rows and reason, and a button for each decision that is possible."""
    confirmed = (
        indicators.list_by_key(problem_list.suspects) if problem_list.suspects else problem_list
    )
    chosen = st.multiselect(
        "事项", list(rows), key="verdict_rows", placeholder="选择一项或多项", select_all=True
    )
    reason = st.text_input(
        "理由",
        key="verdict_reason",
        placeholder="如 10月20日现场核实，窗口不受理",
        max_chars=100,
    ).strip()
    decisions = (
        {f"认定为{confirmed.name}": True, "排除": False}
        if problem_list.suspects
        else {"撤回认定": False}
    )
    st.markdown(
        f":gray[:small[认定后列入“{confirmed.name}”清单，从核减后的数值中减去；"
        f"{STAYS_AWAY}。如有误，可在“报送进度”中撤销。]]"
    )
    with st.container(horizontal=True, gap="small"):
        for label, is_confirmed in decisions.items():
            if st.button(
                label,
                type="primary" if is_confirmed else "secondary",
                key=f"verdict_{is_confirmed}",
                disabled=not (chosen and reason),
            ):
                _store(
                    confirmed,
                    [rows[label] for label in chosen],
                    is_confirmed,
                    permissions.act(reason),
                    board,
                )


def _store(
    confirmed: ProblemList,
    problems: Sequence[Problem],
    is_confirmed: bool,
    act: Act,
    board: Board,
) -> None:
    """Writes the decision and runs the page anew; or says why it was not written."""
    try:
        data.store().month_writes.judge_suspected(
            confirmed,
            [problem.row for problem in problems],
            is_confirmed,
            act,
            expected_version=board.version,
        )
    except GovsvcError as error:
        ui.show_error(error)
        return
    st.session_state["done"] = (
        f"{len(problems)}项已{f'认定为{confirmed.name}' if is_confirmed else '排除'}。"
    )
    del st.session_state["verdict_rows"]
    st.rerun()


def dismissed(problem_list: ProblemList, board: Board, month: date) -> None:
    """What was dismissed, by whom and why."""
    entries = (
        board.suspects.dismissed(indicators.list_by_key(problem_list.suspects), month)
        if problem_list.suspects
        else []
    )
    if entries:
        ui.section(f"已排除{len(entries)}项", STAYS_AWAY)
        sheet = problem_tables.dismissed_sheet(
            problem_list, entries, home=board.home_name(), facts=frame.facts()
        )
        sheet_view.show("dismissed", sheet, "已排除的", file=f"{problem_list.name}已排除")
