"""疑似: what a person finds of rows that their cases make suspected, apart from what is confirmed."""

from collections.abc import Sequence
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
from pages._ui import data, frame, permissions, presentation, ui

#: until when a dismissed row stays away
STAYS_AWAY = (
    "排除的，观察期里还有排除当月及以前的月份时不再列为疑似；"
    "观察期全部换成新的月份后仍有同样情形的，再列出来"
)


def beside(problem_list: ProblemList, board: Board, month: date) -> None:
    """On a list of what is confirmed: how many are suspected besides.

    On that of the suspected: the period, and how many are confirmed.
    """
    if problem_list.signs:
        _period(board, month)
    suspected = indicators.suspected_of(problem_list)
    if suspected and presentation.shows(suspected):
        count = board.lists.suspected(problem_list, month)
        if count:
            frame.link(
                "problems.py", f"另有疑似{count}项，待认定，未计入任何数值 ›", list=suspected.name
            )
        else:
            st.markdown(
                ":gray[没有疑似。]" if count == 0 else ":gray[观察期没有办件量统计，看不出疑似。]"
            )
    if problem_list.suspects:
        confirmed = indicators.list_by_key(problem_list.suspects)
        frame.link(
            "problems.py",
            f"已认定的{confirmed.name}{board.lists.count(confirmed, month) or 0}项 ›",
            list=confirmed.name,
        )


def _period(board: Board, month: date) -> None:
    of = board.suspects.period(month)
    if of.is_complete:
        st.markdown(f":gray[观察期：{of.text}，每个月都有办件数据。]")
    else:
        st.markdown(
            f":orange[观察期：{of.text}，{of.lack}；“没有受理”要看满整个观察期才能说，"
            "缺月的不据此列为疑似或零办件。]"
        )


def form(
    problem_list: ProblemList,
    found: Sequence[Problem],
    labels: Sequence[str],
    board: Board,
    month: date,
) -> None:
    """Asks which of the rows are confirmed or dismissed, by whom and why."""
    if said := st.session_state.pop("done", None):
        st.success(ui.text(said), icon=":material/check_circle:")
    target = (
        indicators.list_by_key(problem_list.suspects) if problem_list.suspects else problem_list
    )
    judged = found if problem_list.suspects else problem_tables.confirmed_by_cases(found)
    rows = {label: problem for label, problem in zip(labels, found) if problem in judged}
    if not rows or presentation.is_on():
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
        chosen = st.multiselect(
            "事项", list(rows), key="verdict_rows", placeholder="选择一项或多项", select_all=True
        )
        why = st.text_input(
            "理由",
            key="verdict_reason",
            placeholder="如 10月20日现场核实，窗口不受理",
            max_chars=100,
        )
        verdicts = (
            {f"认定为{target.name}": True, "排除": False}
            if problem_list.suspects
            else {"撤回认定": False}
        )
        is_ready = bool(chosen and why.strip())
        st.markdown(
            f":gray[:small[认定后列入“{target.name}”清单，从核减后的数值中减去；"
            f"{STAYS_AWAY}。写错了可在“报送进度”里撤销。]]"
        )
        with st.container(horizontal=True, gap="small"):
            for label, is_confirmed in verdicts.items():
                if st.button(
                    label,
                    type="primary" if is_confirmed else "secondary",
                    key=f"verdict_{is_confirmed}",
                    disabled=not is_ready,
                ):
                    _judge(
                        target,
                        [rows[label] for label in chosen],
                        is_confirmed,
                        Act(permissions.who(), data.now(), reason=why.strip()),
                        board,
                    )


def _judge(
    target: ProblemList, found: Sequence[Problem], is_confirmed: bool, act: Act, board: Board
) -> None:
    try:
        data.store().month_writes.judge_suspected(
            target,
            [problem.row for problem in found],
            is_confirmed,
            act,
            expected_version=board.version,
        )
    except GovsvcError as error:
        st.error(f"**{ui.text(error.title)}**  \n{ui.text(error.step)}", icon=":material/error:")
        return
    st.session_state["done"] = (
        f"{len(found)}项已{f'认定为{target.name}' if is_confirmed else '排除'}。"
    )
    del st.session_state["verdict_rows"]
    st.rerun()


def dismissed(problem_list: ProblemList, board: Board, month: date) -> None:
    """What was dismissed, by whom and why."""
    found = (
        board.suspects.dismissed(indicators.list_by_key(problem_list.suspects), month)
        if problem_list.suspects
        else []
    )
    if found:
        ui.section(f"已排除{len(found)}项", STAYS_AWAY)
        sheet = problem_tables.dismissed_sheet(
            problem_list, found, home=board.home_name(), facts=frame.facts()
        )
        ui.sheet_table("dismissed", sheet, "已排除的", file=f"{problem_list.name}已排除")
