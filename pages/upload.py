"""数据导入: upload, see what was read, confirm, receipt."""

import hashlib
from datetime import datetime

import streamlit as st

from govsvc.domain.errors import GovsvcError, NotAllowed
from govsvc.domain.indicators import KINDS
from govsvc.domain.months import month_text, months_back
from govsvc.importing import pipeline
from govsvc.security import Right
from govsvc.workflow import collecting
from pages._ui import column_mapping, data, frame, paste_entry, permissions, templates, ui
from pages._ui import unknown_units as asked
from pages._ui import upload_memory as uploaded_files
from pages._ui.import_issues import issue_table
from pages._ui.progress import Doing
from pages._ui.receipt import batch_table, differences, file_summary, receipt, replacements

UPLOAD, PASTE = "上传文件", "粘贴录入"
WHOLE, CHANGES = "完整清单", "只报变化（增减变更）"


def _correction(plan: pipeline.Plan) -> str | None:
    """Why closed months are corrected, "" while it is not said; None where none is closed.

    An open month is offered to be opened first.
    """
    if plan.closed:
        months = "、".join(month_text(found) for found in plan.closed)
        st.warning(
            f"{months}已定稿。继续导入将存为**更正版**，原来的版本仍可查阅；请写明更正原因。",
            icon=":material/lock:",
        )
        return st.text_input(
            "更正原因", placeholder="如 通报前补报2项", max_chars=100, key="correction"
        ).strip()
    following = collecting.next_month(store)
    if following in plan.months and following <= data.now().date():
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(
                f"{month_text(following)}还没有开月。先开月，没报送的单位会沿用上月数据。",
                width="stretch",
            )
            if permissions.may(Right.UPLOAD_ALL, "开月") and st.button(
                f"开{month_text(following)}", icon=":material/event_available:"
            ):
                try:
                    now = data.now()
                    collecting.open_month(
                        store, following, who=permissions.who(), when=now, today=now.date()
                    )
                except GovsvcError as error:
                    st.error(
                        f"**{ui.text(error.title)}**  \n{ui.text(error.step)}",
                        icon=":material/error:",
                    )
                else:
                    st.rerun()
    return None


def _not_allowed(plan: pipeline.Plan) -> bool:
    """Says what of the plan whoever looks may not import."""
    try:
        store.imports.refuse_import(plan.batches, plan.roster)
        if plan.closed:
            data.actor().require(Right.REVIEW, "存更正版")
    except NotAllowed as error:
        st.error(f"**{ui.text(error.title)}**  \n{ui.text(error.step)}", icon=":material/lock:")
        return True
    return False


board = frame.current().board
store = data.store()
st.session_state.setdefault("upload_round", 0)
may_upload = data.actor().may(Right.UPLOAD)
is_shut = board.is_demonstration

turn = st.session_state.upload_round
way = (
    st.segmented_control(
        "录入方式",
        [UPLOAD, PASTE],
        default=UPLOAD,
        key=f"way_{turn}",
        persist_state="session",
        label_visibility="collapsed",
        required=True,
        disabled=is_shut,
    )
    if may_upload
    else None
)
files = paste_entry.files(turn) if way == PASTE and not is_shut else []

left, right = st.columns([1, 1.5], gap="medium")
with left:
    if way == UPLOAD:
        ui.section("选择文件", "可一次多选，也可以是压缩包")
        uploaded = st.file_uploader(
            (
                "政务服务事项、基层站点、全市通报、目标值、村居名录、单位名录，或省平台导出、"
                "大厅台账、督查、豁免清单"
            ),
            accept_multiple_files=True,
            max_upload_size=50,
            key=f"files_{turn}",
            disabled=is_shut,
        )
        files = [(file.name, file.getvalue()) for file in uploaded]
    is_changes = (
        may_upload
        and st.segmented_control(
            "报送方式",
            [WHOLE, CHANGES],
            default=WHOLE,
            key=f"scope_{turn}",
            required=True,
            disabled=is_shut,
            help="只报变化：按编码替换或增加这些行，其余各行不动；取消的事项把事项状态填为取消",
        )
        == CHANGES
    )
    templates.menu(store)
    if may_upload:
        st.markdown(":gray[:small[严禁上传涉密信息。确认之前不保存任何内容。]]")

if board.is_demonstration:
    frame.title("数据导入：先清空演示数据")
    with right:
        st.info(
            (
                "当前是演示数据，真实数据不能与它混在一起。请先点上方“清空演示数据，开始使用”，"
                "再导入。"
            ),
            icon=":material/info:",
        )
elif not files:
    frame.title("数据导入")
    with right:
        permissions.may(Right.UPLOAD, "导入")
        done = st.session_state.get("receipt")
        if done:
            receipt(done)
        else:
            ui.section("怎样导入")
            first = (
                "在别处选中本月的表格（连同表头）复制，粘贴到上面的框里，在格子里改好。"
                if way == PASTE
                else (
                    "选择本月的表格，原样上传，不用改表头和列序；"
                    "整个文件夹可打成压缩包一次上传，别处的表格可以复制后粘贴录入。"
                )
            )
            st.markdown(
                f"1. {first}\n"
                "2. 核对识别出的类别、月份和行数，看清有误的单元格。\n"
                "3. 确认后才保存；同一部门、乡镇再次导入会替换原来的行。"
            )
else:
    with right:
        chosen = st.session_state.setdefault("chosen_months", {})
        given = {**chosen, **(paste_entry.months() if way == PASTE else {})}
        signature = (
            store.version(),
            is_changes,
            column_mapping.choices(),
            *given.items(),
            *((name, hashlib.sha256(content).hexdigest()) for name, content in files),
        )
        planned = st.session_state.get("planned")
        try:
            if not planned or planned[0] != signature:
                with Doing("正在读取表格，与现有数据核对") as doing:
                    planned = (
                        signature,
                        pipeline.plan(
                            store,
                            files,
                            month=given,
                            choices=column_mapping.choices(),
                            is_changes=is_changes,
                            today=datetime.now().date(),
                            on_progress=doing.reading,
                        ),
                    )
                st.session_state["planned"] = planned
        except GovsvcError as error:
            frame.title("数据导入：未能读取")
            st.error(
                f"**{ui.text(error.title)}**  \n{ui.text(error.step)}", icon=":material/error:"
            )
            st.stop()
        plan = planned[1]
        errors = plan.error_count
        warnings = sum(len(file.issues) for file in plan.files) - errors
        frame.title(
            "数据导入：核对识别结果"
            + (f"，{errors:,}处错误" if errors else "")
            + (f"，{warnings:,}处提示" if warnings else "")
        )
        for file in plan.refused:
            st.error(
                (
                    f"**{ui.text(file.file)}：{ui.text(file.refused.title)}**  "
                    f"\n{ui.text(file.refused.step)}"
                ),
                icon=":material/error:",
            )
            if file.refused.code == "no_known_sheet":
                st.markdown(
                    "表里确有这些数据的，请在左侧“查看与更正识别结果”中选好类别和表头，再指定各列。"
                )
            if way == UPLOAD and file.refused.code in ("month_not_found", "month_contradicts"):
                picked = st.selectbox(
                    f"“{file.file}”的数据月份",
                    months_back(datetime.now().date()),
                    index=None,
                    format_func=month_text,
                    key=f"month_{file.file}",
                    placeholder="选择数据月份",
                )
                if picked and picked != chosen.get(file.file):
                    chosen[file.file] = picked
                    st.rerun()
        if not plan.unknown or permissions.may(
            Right.UPLOAD_ALL,
            f"说明名录里没有的单位（{'、'.join(unit.text for unit in plan.unknown[:5])}）",
        ):
            asked.unknown_units(plan)
        issue_table(plan, *(["请直接在上面的表格里改正"] if way == PASTE else []))
    with left:
        ui.section("识别结果", "以表中内容为准")
        file_summary(plan)
        column_mapping.editor(plan)
    with right:
        if plan.batches and not plan.unknown:
            drop = replacements(plan, data.actor().may(Right.UPLOAD_ALL))
            home = plan.home
            if not home:
                counties = sorted({row.county for batch in plan.batches for row in batch.reported})
                home = st.selectbox(
                    "本县名称",
                    counties,
                    index=None,
                    placeholder="选择或输入本县名称，如 云溪县",
                    accept_new_options=True,
                )
            try:
                with Doing("正在与现有数据比较"):
                    differences(store, plan, drop, home)
            except GovsvcError as error:  # someone stored data since the files were read
                st.session_state.pop("planned", None)
                st.warning(f"{ui.text(error.title)}{ui.text(error.step)}", icon=":material/sync:")
            reason = _correction(plan)
            refused = _not_allowed(plan)
            left_out = sum(
                sheet.left_out - sheet.out_of_scope for file in plan.files for sheet in file.sheets
            )
            months = "、".join(month_text(found) for found in plan.months)
            label = f"确认导入{months}" + (f"（{left_out}行有误，不计入）" if left_out else "")
            if st.button(
                label,
                type="primary",
                icon=":material/check:",
                disabled=not home or reason == "" or refused,
            ):
                try:
                    with Doing("正在保存，重新计算各项指标"):
                        version = pipeline.commit(
                            store,
                            plan,
                            who=permissions.who(),
                            when=datetime.now(),
                            drop_others=drop,
                            home=home,
                            correction=reason or "",
                        )
                except GovsvcError as error:
                    st.error(
                        f"**{ui.text(error.title)}**  \n{ui.text(error.step)}",
                        icon=":material/error:",
                    )
                    st.session_state.pop("planned", None)
                else:
                    st.session_state["receipt"] = (version, plan)
                    for key in ("planned", "chosen_months"):
                        st.session_state.pop(key, None)
                    column_mapping.forget()
                    plan.contents.clear()
                    uploaded_files.forget()
                    st.session_state["upload_round"] += 1
                    if plan.months:
                        frame.go_to(plan.months[-1])
                    st.rerun()
            if not home:
                st.markdown(":orange[请先选择或输入本县名称。]")

ui.section("已导入", "最近的在前")
known = data.reading()
batch_table(
    [batch for batch in known.records.batches() if batch.file], KINDS, known.undoing.undone()
)
