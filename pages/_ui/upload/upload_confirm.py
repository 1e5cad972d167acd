"""数据导入, last step: what would change, and 确认导入."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from govsvc.domain.errors import GovsvcError, NotAllowed
from govsvc.domain.indicators import FEEDBACK_KINDS
from govsvc.domain.months import month_text
from govsvc.importing import home_county, pipeline, stops
from govsvc.importing.plan import Plan
from govsvc.importing.stops import Stop
from govsvc.security import Right
from govsvc.store import Store
from govsvc.system import clock
from govsvc.workflow import collecting
from pages._ui import data, frame, permissions, ui
from pages._ui.progress import Doing
from pages._ui.upload import file_summary, receipt, upload_files, upload_memory, upload_review


def show(store: Store, plan: Plan) -> None:
    """What is replaced and changed, the questions that are left, and the button."""
    drop_others = file_summary.replacements(plan, data.actor().may(Right.UPLOAD_ALL))
    home = store.settings.home() or _home_picker(plan)
    open_stops = 0
    try:
        with Doing("正在与现有数据比较"):
            seen = receipt.differences(store, plan, drop_others, home)
            stopped = stops.stops_of(store, plan, seen, home)
        open_stops = _ask_stops(stopped, plan)
    except GovsvcError as error:  # someone stored data since the files were read
        upload_review.forget_plan()
        st.warning(f"{ui.text(error.title)}{ui.text(error.step)}", icon=":material/sync:")
    if plan.closed:
        correction = _correction_reason(plan.closed)
        lacks_reason = not correction
    else:
        correction, lacks_reason = "", False
        _offer_opening(store, plan)
    is_allowed = _is_allowed(store, plan)
    none_counts = all(batch.row_count == batch.left_out_count for batch in plan.batches)
    if st.button(
        _label(plan),
        type="primary",
        icon=":material/check:",
        disabled=not home or lacks_reason or not is_allowed or open_stops > 0 or none_counts,
        # a click on the button of an earlier plan confirms nothing of this one
        key=f"confirm_{plan.version}",
    ):
        _commit(store, plan, drop_others, home, correction)
    if none_counts:
        st.markdown(":orange[没有一行可以计入，请改正有误的行后再导入。]")
    if not home:
        st.markdown(":orange[请先选择或输入本县名称。]")
    if open_stops:
        st.markdown(f":orange[上面有{open_stops}处变化还没有核对，勾选后才能确认导入。]")


def _ask_stops(stopped: Sequence[Stop], plan: Plan) -> int:
    """A box for each change that may not be meant; gives how many are not ticked."""
    if not stopped:
        return 0
    ui.section(f"请先核对（{len(stopped)}处）", "以下变化请逐项核对")
    return sum(not _is_accepted(stop, plan) for stop in stopped)


def _is_accepted(stop: Stop, plan: Plan) -> bool:
    with st.container(border=True, gap="xsmall"):
        st.markdown(f":orange[{ui.text(stop.message)}。]")
        st.markdown(f":gray[:small[{ui.text(stop.step)}。]]")
        key = f"{plan.version}/{stop.code}/{stop.message}"
        with st.container(horizontal=True, vertical_alignment="center"):
            is_accepted = st.checkbox("已核对，确认导入这些变化", key=f"stop/{key}")
            if stop.may_add:
                upload_files.offer_changes(key)
    return is_accepted


def _home_picker(plan: Plan) -> str | None:
    """Asked once, at the first import: what titles name is filled in, then come the bulletin's
    counties by their full names; another may be typed.
    """
    counties = home_county.offered(plan)
    text = st.selectbox(
        "本县名称",
        counties,
        index=0 if plan.home and counties else None,
        placeholder="选择或输入本县名称，如 云溪县",
        accept_new_options=True,
        key=f"home_{plan.home}_{len(counties)}",
    )
    if not text:
        return None
    name = home_county.with_home(data.store(), plan, text)[1]
    if name and name != text:
        st.markdown(f":orange[将存为“{ui.text(name)}”；如不是，请写明全称，如 {ui.text(text)}区。]")
    return name


def _correction_reason(closed: list[date]) -> str:
    """Why closed months are corrected, as the visitor says; "" until then."""
    st.warning(
        f"{'、'.join(map(month_text, closed))}已定稿。继续导入将存为**更正版**，"
        "原来的版本仍可查阅；请写明更正原因。",
        icon=":material/lock:",
    )
    return st.text_input(
        "更正原因", placeholder="如 通报前补报2项", max_chars=100, key="correction"
    ).strip()


def _offer_opening(store: Store, plan: Plan) -> None:
    """Offers to open the next month before its first files are imported."""
    month = collecting.next_month(store)
    if month is None or month not in plan.months or month > data.now().date():
        return
    if all(batch.kind in FEEDBACK_KINDS for batch in plan.batches if batch.month == month):
        return  # no month takes these over from another
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(
            f"{month_text(month)}尚未开月。请先开月，未报送的单位沿用上月数据。", width="stretch"
        )
        if permissions.may(Right.UPLOAD_ALL, "开月") and st.button(
            f"开{month_text(month)}", icon=":material/event_available:"
        ):
            try:
                collecting.open_month(store, month, **permissions.author(), today=data.now().date())
            except GovsvcError as error:
                ui.show_error(error)
            else:
                st.rerun()


def _is_allowed(store: Store, plan: Plan) -> bool:
    """Whether the visitor may import all of the plan; where not, says what of it he may not."""
    try:
        store.imports.refuse_import(plan.batches, plan.roster)
        if plan.closed:
            data.actor().require(Right.REVIEW, "存更正版")
    except NotAllowed as error:
        ui.show_error(error, icon=":material/lock:")
        return False
    return True


def _label(plan: Plan) -> str:
    left_out = sum(
        sheet.left_out - sheet.out_of_scope for file in plan.files for sheet in file.sheets
    )
    months = "、".join(map(month_text, plan.months))
    return f"确认导入{months}" + (f"（{left_out}行有误，不计入）" if left_out else "")


def _commit(store: Store, plan: Plan, drop_others: bool, home: str | None, correction: str) -> None:
    """Stores the plan, empties the page and shows the receipt; or says why it was not stored."""
    try:
        with Doing("正在保存，重新计算各项指标"):
            version = pipeline.commit(
                store,
                plan,
                who=permissions.who(),
                when=clock.now(),
                drop_others=drop_others,
                home=home,
                correction=correction,
            )
    except GovsvcError as error:
        ui.show_error(error)
        upload_review.forget_plan()
        return
    st.session_state["receipt"] = (version, plan)
    upload_review.forget()
    plan.contents.clear()
    upload_memory.forget()
    upload_files.next_turn()
    if plan.months:
        frame.go_to(plan.months[-1])
    st.rerun()
