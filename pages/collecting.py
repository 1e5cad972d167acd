"""报送进度: who has handed in for the month, whom to remind; opening, closing and undoing."""

from collections.abc import Callable

import streamlit as st

from govsvc.domain import indicators
from govsvc.domain.errors import GovsvcError
from govsvc.domain.months import month_text
from govsvc.security import Right
from govsvc.store import CLOSED, COLLECTING, IN_REVIEW
from govsvc.workflow import collecting
from govsvc.workflow.collecting import MONTH_STATES, STATE_NAMES
from pages._ui import clipboard, data, frame, permissions, ui
from pages._ui import undo as undoing
from pages._ui.submissions import units_table

board, month = frame.require_month()
store, known = data.store(), data.reading()
found = board.workflow.progress(month)
by, actor = {"who": permissions.who(), "when": data.now()}, data.actor()
state = found.state.state if found.state else None
is_open = not found.is_closed and not board.is_demonstration and not board.as_of


def done(words: str, act: Callable[[], object]) -> None:
    """Does it and shows the page anew, or says why it was not done."""
    try:
        act()
    except GovsvcError as error:
        st.session_state["refused"] = (error.title, error.step)
    else:
        st.session_state["done"] = words
    st.rerun()


@st.dialog("定稿")
def confirm_closing(reason: str, by: dict) -> None:
    st.markdown(
        f"{month_text(month)}定稿后，数值、清单和口径都不再变动，也不能退回采集；以后要改，"
        "只能写明原因存为更正版。"
    )
    for point in collecting.open_points(found):
        st.markdown(f":orange[● {ui.text(point)}]")
    needed = bool(collecting.open_points(found)) and not reason.strip()
    if needed:
        st.markdown("请先关闭这个窗口，补齐，或写明定稿原因。")
    if st.button("确认定稿", type="primary", icon=":material/lock:", disabled=needed):
        done(
            f"{month_text(month)}已定稿，此后不再变动。",
            lambda: collecting.move_month(store, month, CLOSED, reason=reason, **by),
        )


words = MONTH_STATES[state or COLLECTING] + (
    f"（第{found.state.edition}版）" if found.is_closed else ""
)
frame.title(f"{month_text(month)}{words}" + (f"，{found.text}" if found.text else ""))
if said := st.session_state.pop("done", None):
    st.success(ui.text(said), icon=":material/check_circle:")
if refused := st.session_state.pop("refused", None):
    st.error(f"**{ui.text(refused[0])}**  \n{ui.text(refused[1])}", icon=":material/error:")

left, right = st.columns([2.3, 1], gap="large")
with left:
    kinds = {
        indicators.unit_word(kind): kind for kind in collecting.COUNTED_KINDS if found.counts(kind)
    }
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        ui.section("报送情况")
        picked = (
            st.segmented_control(
                "类别",
                list(kinds),
                default=next(iter(kinds)),
                required=True,
                key="kind",
                bind="query-params",
                label_visibility="collapsed",
            )
            if kinds
            else None
        )
    if picked is None:
        st.markdown(":gray[本月还没有事项或站点数据。]")
    else:
        kind = kinds[picked]
        counts = found.counts(kind)
        with st.container(horizontal=True, gap="small"):
            for key, name in STATE_NAMES.items():
                st.badge(
                    f"{name} {counts[key]}",
                    color="orange"
                    if key in ("waiting", "returned") and counts[key]
                    else "blue"
                    if counts[key]
                    else "gray",
                )
        units = sorted(
            (unit for unit in found.units if unit.kind == kind),
            key=lambda unit: list(STATE_NAMES)[::-1].index(unit.state),
        )
        chosen = units_table(units, picked, kind)
        if is_open and actor.may(Right.UPLOAD):
            names = [unit.unit for unit in units]
            with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
                name = st.selectbox(
                    f"{picked}（也可点选上表）",
                    names,
                    index=names.index(chosen.unit) if chosen else None,
                    placeholder=f"选择{picked}",
                    width=260,
                )
                unit = next((unit for unit in units if unit.unit == name), None)
                is_done = unit is None or unit.state in ("reported", "nothing_changed")
                if st.button(
                    "本月无变化（零报告）",
                    icon=":material/done:",
                    disabled=is_done or bool(store.imports.foreign_units([name], month)),
                ):
                    done(
                        f"{name}：零报告，沿用上月数据。",
                        lambda: collecting.report_no_change(store, month, kind, name, **by),
                    )
            if name:
                permissions.own_units([name], month)
            if actor.may(Right.REVIEW):
                with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
                    why = st.text_input(
                        "退回原因", placeholder="如 缺少实施编码", max_chars=60, width=260
                    )
                    if st.button(
                        "退回",
                        icon=":material/reply:",
                        disabled=unit is None or unit.state in ("waiting", "returned"),
                    ):
                        done(
                            f"{name}：已退回。",
                            lambda: collecting.send_back(store, month, kind, name, why=why, **by),
                        )
with right:
    ui.section("本月状态", words)
    points = collecting.open_points(found)
    if board.is_demonstration:
        st.markdown(":gray[演示数据不能开月、定稿。]")
    elif found.is_closed:
        for edition in board.workflow.editions(month):
            at = f"{edition.at:%Y-%m-%d %H:%M}" if edition.at else ""
            st.markdown(
                f"第{edition.edition}版　:gray[{at}　{ui.text(edition.who or '')}　"
                f"{ui.text(edition.reason)}]"
            )
            if edition.edition != found.state.edition:
                st.page_link(
                    "overview.py",
                    label=f"查看第{edition.edition}版 ›",
                    query_params={"m": frame.month_key(month), "e": str(edition.edition)},
                )
        st.markdown(
            ":gray[已定稿的月份不再变动；需要更正的，在“数据导入”上传更正的表格并写明原因，"
            "存为更正版。]"
        )
    else:
        for point in points:
            st.markdown(f":orange[● {ui.text(point)}]")
        may_hand_in, may_close = actor.may(Right.UPLOAD_ALL), actor.may(Right.REVIEW)
        reason = (
            st.text_input("定稿原因", placeholder="仍有未报或有误时必填", max_chars=100)
            if points and may_close
            else ""
        )
        with st.container(horizontal=True, gap="small"):
            is_incomplete = state is None and any(not unit.rows for unit in found.waiting())
            if (
                may_hand_in
                and is_incomplete
                and st.button("补齐未报单位（沿用上月）", icon=":material/event_available:")
            ):
                done(
                    f"{month_text(month)}已补开月，未报的单位沿用上月数据。",
                    lambda: collecting.open_month(store, month, **by, today=by["when"].date()),
                )
            if state == IN_REVIEW:
                if may_close and st.button("退回采集", icon=":material/undo:"):
                    done(
                        f"{month_text(month)}已退回采集中。",
                        lambda: collecting.move_month(store, month, COLLECTING, **by),
                    )
            elif may_hand_in and st.button("送审", icon=":material/send:"):
                done(
                    f"{month_text(month)}已送审。",
                    lambda: collecting.move_month(store, month, IN_REVIEW, **by),
                )
            if may_close and st.button("定稿", type="primary", icon=":material/lock:"):
                confirm_closing(reason, by)
        permissions.rest(
            (Right.UPLOAD, "零报告"),
            (Right.UPLOAD_ALL, "送审"),
            (Right.REVIEW, "退回"),
            (Right.REVIEW, "定稿"),
        )
    following = collecting.next_month(known)
    may_open = (
        following
        and not board.is_demonstration
        and found.is_closed
        and following <= by["when"].date()
    )
    may_open = may_open and permissions.may(Right.UPLOAD_ALL, f"开{month_text(following)}")
    if may_open and st.button(
        f"开{month_text(following)}", type="primary", icon=":material/event_available:"
    ):

        def open_next() -> None:
            collecting.open_month(store, following, **by, today=by["when"].date())
            frame.go_to(following)

        done(f"{month_text(following)}已开月，各单位沿用上月数据，报送后自动替换。", open_next)
    text = collecting.reminder(found)
    if text and not found.is_closed:
        ui.section("催报名单", "复制后发到工作群")
        clipboard.text_to_copy(text, "一键复制催报名单", key="reminder")

ui.section("操作记录", f"{month_text(month)}，最近的在前")
drafts = collecting.drafts(known, month)
if drafts:
    undoing.drafts_table(drafts)
    if not board.is_demonstration:
        may = {
            (
                f"{draft.name}　{draft.at:%m-%d %H:%M}　"
                f"{'、'.join(name for name, _ in draft.files) or draft.who}（操作{draft.version}"
                "）"
            ): draft
            for draft in drafts
            if draft.can_undo
        }
        undoing.originals(store, drafts)
        if permissions.may(Right.MANAGE, "撤销"):
            with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
                label = st.selectbox(
                    "撤销哪一次", list(may), index=None, placeholder="选择要撤销的操作", width=520
                )
                if st.button("撤销…", icon=":material/undo:", disabled=label is None):
                    undoing.undo(store, may[label], month)
else:
    st.markdown(":gray[还没有操作。]")
