"""本月状态: what is still open; 送审, 退回采集 and 定稿; the editions of a closed month; opening
the next month; the list of units to remind.
"""

from datetime import date
from functools import partial

import streamlit as st

from govsvc.board import Board
from govsvc.domain import deadlines
from govsvc.domain.month_states import MONTH_STATES
from govsvc.domain.months import month_text
from govsvc.security import Right
from govsvc.store import CLOSED, COLLECTING, IN_REVIEW
from govsvc.workflow import collecting
from govsvc.workflow.collecting import Progress
from pages._ui import clipboard, data, frame, outcome, permissions, ui


def title(progress: Progress) -> str:
    """采集中，已报27/30个部门; 已报齐，待定稿（30/30个部门）; 已定稿（第N版），已报30/30个部门."""
    if progress.is_all_in:
        return progress.summary
    return "，".join(filter(None, (state_words(progress), progress.text)))


def state_words(progress: Progress) -> str:
    """采集中, 已报齐，待定稿, 待审核, 已定稿（第N版）."""
    if progress.is_all_in:
        return "已报齐，待定稿"
    state = progress.state
    words = MONTH_STATES[state.state if state else COLLECTING]
    return words + (f"（第{state.edition}版）" if state and progress.is_closed else "")


def section(board: Board, month: date, progress: Progress) -> None:
    """The state of the month with the buttons that change it, and the reminder."""
    ui.section("本月状态", state_words(progress))
    if board.is_demonstration:
        st.markdown(":gray[演示数据不能开月、定稿。]")
    elif progress.is_closed:
        _editions(board, month, progress)
    else:
        _open_month(month, progress)
    if not board.is_demonstration and progress.is_closed:
        _next_month()
    if not progress.is_closed and progress.waiting():
        _reminder(board, month, progress)


def _reminder(board: Board, month: date, progress: Progress) -> None:
    """The text for those who are late, with the deadline that is picked beside it and kept."""
    ui.section("催报名单", hint="复制后发到工作群")
    stored = deadlines.of_month(data.reading().settings.all(), month)
    day = st.date_input(
        "报送期限",
        stored,
        min_value=month,
        format="YYYY-MM-DD",
        key=f"deadline_{month}_{stored}",
        width=180,
    )
    may_keep = data.actor().may(Right.UPLOAD_ALL) and not board.is_demonstration and not board.as_of
    if isinstance(day, date) and day != stored and may_keep:
        store, act = data.store(), permissions.act()
        outcome.attempt_anew(
            lambda: store.setting_writes.set_deadline(
                month, day, act, expected_version=store.version()
            ),
            f"{month_text(month)}报送期限：{deadlines.day_text(day)}。",
        )
    deadline = day if isinstance(day, date) else stored
    if deadline < data.now().date():
        st.markdown(":orange[期限已过，再催报时请改日期。]")
    clipboard.text_to_copy(
        collecting.reminder(progress, deadline), "一键复制催报名单", key="reminder"
    )


def _editions(board: Board, month: date, progress: Progress) -> None:
    """The editions of a closed month, the earlier ones with a link to them."""
    for edition in board.workflow.editions(month):
        at = f"{edition.at:%Y-%m-%d %H:%M}" if edition.at else ""
        st.markdown(
            f"第{edition.edition}版　:gray[{at}　{ui.text(edition.who or '')}　"
            f"{ui.text(edition.reason)}]"
        )
        if progress.state and edition.edition != progress.state.edition:
            st.page_link(
                "overview.py",
                label=f"查看第{edition.edition}版 ›",
                query_params={"m": frame.month_key(month), "e": str(edition.edition)},
            )
    st.markdown(
        ":gray[已定稿的月份不再变动；需要更正的，在“数据导入”上传更正的表格并写明原因，"
        "存为更正版。]"
    )


def _open_month(month: date, progress: Progress) -> None:
    """What is open in a month that is not closed, and the buttons that the visitor may use."""
    points = collecting.open_points(progress)
    for point in points:
        st.markdown(f":orange[● {ui.text(point)}]")
    may_submit, may_close = (data.actor().may(right) for right in (Right.UPLOAD_ALL, Right.REVIEW))
    reason = (
        st.text_input("定稿原因", placeholder="仍有未报或有误时必填", max_chars=100)
        if points and may_close
        else ""
    )
    with st.container(horizontal=True, gap="small"):
        if may_submit and progress.state is None:
            _fill_in_button(month, progress)
        _review_button(month, progress, may_submit, may_close)
        if may_close and st.button("定稿", type="primary", icon=":material/lock:"):
            _confirm_closing(month, progress, reason)
    permissions.refused(
        (Right.UPLOAD, "零报告"),
        (Right.UPLOAD_ALL, "送审"),
        (Right.REVIEW, "退回"),
        (Right.REVIEW, "定稿"),
    )


def _review_button(month: date, progress: Progress, may_submit: bool, may_close: bool) -> None:
    """送审; of a month that is in review 退回采集."""
    if progress.state and progress.state.state == IN_REVIEW:
        if may_close and st.button("退回采集", icon=":material/undo:"):
            _move(month, COLLECTING, "已退回采集中。")
    elif may_submit and st.button("送审", icon=":material/send:"):
        _move(month, IN_REVIEW, "已送审。")


def _fill_in_button(month: date, progress: Progress) -> None:
    """Opens a month whose first rows came by an import: units that are missing take over their old
    rows.
    """
    if any(not unit.rows for unit in progress.waiting()) and st.button(
        "补齐未报单位（沿用上月）", icon=":material/event_available:"
    ):
        outcome.attempt_anew(
            partial(_open, month), f"{month_text(month)}已补开月，未报的单位沿用上月数据。"
        )


def _open(month: date) -> None:
    collecting.open_month(data.store(), month, **permissions.author(), today=data.now().date())


def _move(month: date, state: str, predicate: str, reason: str = "") -> None:
    """Gives the month another state; `predicate` follows the month in the sentence that says so."""
    outcome.attempt_anew(
        partial(
            collecting.move_month,
            data.store(),
            month,
            state,
            reason=reason,
            **permissions.author(),
        ),
        f"{month_text(month)}{predicate}",
    )


@st.dialog("定稿")
def _confirm_closing(month: date, progress: Progress, reason: str) -> None:
    """Says what closing means and asks once more; a month with open points needs a reason."""
    st.markdown(
        f"{month_text(month)}定稿后，数值、清单和口径都不再变动，也不能退回采集；以后需要更改的，"
        "须写明原因，存为更正版。"
    )
    points = collecting.open_points(progress)
    for point in points:
        st.markdown(f":orange[● {ui.text(point)}]")
    lacks_reason = bool(points) and not reason.strip()
    if lacks_reason:
        st.markdown("请先关闭此窗口并补齐，或写明定稿原因。")
    if st.button("确认定稿", type="primary", icon=":material/lock:", disabled=lacks_reason):
        _move(month, CLOSED, "已定稿，此后不再变动。", reason)


def _next_month() -> None:
    """Opens the month after the latest one, once it has come."""
    month = collecting.next_month(data.reading())
    if not month or month > data.now().date():
        return
    if permissions.may(Right.UPLOAD_ALL, f"开{month_text(month)}") and st.button(
        f"开{month_text(month)}", type="primary", icon=":material/event_available:"
    ):

        def open_next() -> None:
            _open(month)
            frame.go_to(month)

        outcome.attempt_anew(
            open_next, f"{month_text(month)}已开月，各单位沿用上月数据，报送后自动替换。"
        )
