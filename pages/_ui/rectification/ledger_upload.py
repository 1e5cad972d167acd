"""导入已有的整改台账: the file, what would be entered, what is there already, 确认."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from govsvc.domain.errors import GovsvcError
from govsvc.domain.rectification import OF_BUREAU, STATES, standing
from govsvc.domain.rectification.history import Imported
from govsvc.exports import rectification_table
from govsvc.importing import ledger
from govsvc.importing.ledger import Found, LedgerPlan
from govsvc.security import Right
from pages._ui import data, downloads, outcome, permissions, ui
from pages._ui.progress import Doing
from pages._ui.rectification import ledger_answers
from pages._ui.upload import (
    column_questions,
    import_issues,
    mapping_choices,
    unknown_units,
    upload_memory,
)

_TURN, _PLANNED = "ledger_turn", "ledger_planned"
_ROW_HEIGHT, _MOST_HEIGHT = 35, 420
#: rows that are said to be there already one by one
_MOST_NAMED = 50
_MOST_MEGABYTES = 50


def show() -> None:
    """The uploader with the empty ledger to fill in; below it what was read."""
    if not data.actor().may(Right.UPLOAD_ALL):
        return
    files = _chosen()
    if files:
        plan = _planned(files)
        if plan is not None:
            _show_plan(plan)


def _chosen() -> list[tuple[str, bytes]]:
    """(name, content) of the files that are uploaded here, or were handed over."""
    handed = upload_memory.handed_on()
    with st.expander("导入已有的整改台账", icon=":material/upload_file:", expanded=bool(handed)):
        st.markdown(
            ":gray[原样上传，不用改表头和列序：整改台账、销号台账、督办事项表、会议议定事项表"
            "都可以。单元格的颜色不读取，状态以文字为准。确认之前不保存任何内容；"
            "严禁上传涉密信息。]"
        )
        uploaded = st.file_uploader(
            "整改台账（Excel、CSV 或 Word 里的表格）",
            accept_multiple_files=True,
            max_upload_size=_MOST_MEGABYTES,
            key=f"ledger_files_{st.session_state.setdefault(_TURN, 0)}",
        )
        with st.container(horizontal=True, gap="small"):
            downloads.button(
                "空白整改台账模板",
                "整改台账模板.xlsx",
                lambda: (rectification_table.template(), "空白模板"),
                "ledger_template",
                mime=downloads.XLSX,
            )
            if handed and not uploaded:
                names = "、".join(name for name, _ in handed)
                st.markdown(f":gray[在“数据导入”选的文件：{ui.text(names)}]", width="content")
                st.button("不导入这个文件", key="ledger_not_this", on_click=_forget)
    return [(file.name, file.getvalue()) for file in uploaded] or handed


def _planned(files: Sequence[tuple[str, bytes]]) -> LedgerPlan | None:
    """The plan, made anew only where files, answers or data have changed; None with a sentence
    where they cannot be read.
    """
    store, today = data.store(), data.now().date()
    choices = replace(mapping_choices.choices(), ledger=ledger_answers.given())
    digests = tuple((name, hashlib.sha256(content).hexdigest()) for name, content in files)
    signature = (store.version(), choices, today, digests)
    before, plan = st.session_state.get(_PLANNED) or (None, None)
    if plan is not None and before == signature:
        return plan
    try:
        with Doing("正在读取台账，与现有的核对") as doing:
            plan = ledger.plan(
                store, files, choices=choices, today=today, on_progress=doing.reading
            )
    except GovsvcError as error:
        ui.show_error(error)
        return None
    st.session_state[_PLANNED] = (signature, plan)
    return plan


def _show_plan(plan: LedgerPlan) -> None:
    with st.container(border=True, key="ledger_plan"):
        ui.section(_summary(plan))
        for file in plan.reading.refused:
            if file.refused:
                st.error(
                    f"**{ui.text(file.file)}：{ui.text(file.refused.title)}**  \n"
                    f"{ui.text(file.refused.step)}",
                    icon=":material/error:",
                )
        _notes(plan)
        column_questions.show(plan.reading)
        unknown_units.questions(plan.reading)
        ledger_answers.ask(plan)
        others = ledger.not_asked(plan.reading.files, plan.asked)
        import_issues.issue_table(replace(plan.reading, files=others))
        _new(plan)
        _not_doubled("台账里已有的", plan.already)
        _not_doubled("表中重复的", plan.twice)
        _confirm(plan)


def _summary(plan: LedgerPlan) -> str:
    parts = [f"新的{len(plan.matters)}项"]
    parts += [f"台账里已有{len(plan.already)}项"] if plan.already else []
    parts += [f"表中重复{len(plan.twice)}行"] if plan.twice else []
    parts += [f"有误或要说明{plan.left_out}行"] if plan.left_out else []
    return "，".join(parts)


def _notes(plan: LedgerPlan) -> None:
    """How the sheets were read, and which of their columns were not."""
    for file in plan.reading.files:
        for sheet in file.sheets:
            notes = list(sheet.notes) if sheet.kind else [f"表“{sheet.sheet}”没有读取。"]
            used = set(sheet.places.values())
            unread = [
                seen.header
                for seen in sheet.seen
                if seen.column not in used and seen.header not in ("", "序号")
            ]
            if sheet.kind and unread:
                notes.append(f"没有读取的列：{'、'.join(unread)}。")
            st.markdown(f":gray[:small[{ui.text('　'.join([*file.notes, *notes]))}]]")


def _new(plan: LedgerPlan) -> None:
    """The matters that would be entered, as they would stand."""
    if not plan.matters:
        return
    rows = [_cells(one) for one in plan.matters]
    columns = ["编号", "责任单位", "涉及事项／站点", "状态", "整改时限", "交办日期", "配合单位"]
    columns += ["问题来源", "备注"]
    table = pd.DataFrame(rows, columns=columns)
    table = ui.only_filled(table, ["编号", "配合单位", "问题来源", "备注"])
    ui.section(f"将导入的（{len(table)}项）", "没有编号的，导入时接着现有的编号")
    ui.grid(
        table,
        leading=["责任单位", "涉及事项／站点", "状态"],
        height=min(_MOST_HEIGHT, 3 + _ROW_HEIGHT * (1 + len(table))),
        row_height=_ROW_HEIGHT,
        alt=f"将导入的{len(table)}项",
    )


def _cells(one: Imported) -> list[str]:
    entry = one.entry
    number = entry.code or (str(entry.number) if entry.number else "")
    state = STATES[standing(entry, one.events()).state]
    due = entry.moved_to or entry.first_deadline
    return [
        number,
        entry.unit,
        entry.matter,
        state,
        f"{due}" if due else "长期坚持",
        f"{entry.assigned_on}",
        entry.partners,
        entry.source,
        entry.note,
    ]


def _not_doubled(title: str, found: Sequence[Found]) -> None:
    if not found:
        return
    ui.section(f"{title}（{len(found)}行）", "不重复导入，也不改动")
    lines = [
        f"- {ui.text(one.row.matter)}（{ui.text(one.row.unit)}）：{ui.text(one.why)}"
        for one in found[:_MOST_NAMED]
    ]
    more = len(found) - len(lines)
    with st.container(height=200 if len(lines) > 6 else "content", border=False):
        st.markdown("\n".join(lines) + (f"\n- 等，另有{more}行" if more else ""))


def _confirm(plan: LedgerPlan) -> None:
    """确认, where there is something new and all units are known."""
    if plan.reading.unknown or not plan.matters:
        return
    decided = any(past.step.kind in OF_BUREAU for one in plan.matters for past in one.steps)
    if decided and not permissions.may(Right.REVIEW, "导入已销号、退回、长期坚持或作废的事项"):
        return
    left_out = f"（{plan.left_out}行有误或没有说明，不导入）" if plan.left_out else ""
    st.button(
        f"确认导入{len(plan.matters)}项{left_out}",
        type="primary",
        icon=":material/check:",
        key="ledger_confirm",
        on_click=outcome.noted,
        args=(lambda: _commit(plan),),
    )


def _commit(plan: LedgerPlan) -> str:
    """Enters the matters; gives the sentence that says so. Raises GovsvcError."""
    try:
        entries = ledger.commit(data.store(), plan, who=permissions.who(), when=data.now())
    finally:
        st.session_state.pop(_PLANNED, None)
    units = {entry.unit for entry in entries}
    again = f"；台账里已有的{len(plan.already)}项没有改动" if plan.already else ""
    _forget()
    return f"已导入{len(entries)}项，涉及{len(units)}个单位{again}。"


def _forget() -> None:
    """Drops the files and all that was said of them."""
    upload_memory.hand_on([])
    st.session_state.pop(_PLANNED, None)
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
    ledger_answers.forget()
    mapping_choices.forget()
    upload_memory.forget()
