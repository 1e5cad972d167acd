"""数据导入, second step: the files are read, and what needs an answer or a correction is shown."""

import hashlib

import streamlit as st

from govsvc.domain.errors import GovsvcError
from govsvc.domain.months import month_text, months_back
from govsvc.domain.rows import FileRead
from govsvc.importing import pipeline
from govsvc.importing.plan import Plan
from govsvc.security import Right
from govsvc.store import Store
from govsvc.system import clock
from pages._ui import frame, permissions, ui
from pages._ui.progress import Doing
from pages._ui.upload import (
    column_questions,
    import_issues,
    mapping_choices,
    paste_entry,
    unknown_units,
    upload_memory,
    value_questions,
)
from pages._ui.upload.upload_files import Selection


def read(store: Store, selection: Selection) -> Plan:
    """The plan of the import, made anew only where files, answers or data have changed.

    Ends the page where the files cannot be read, and says why.
    """
    months = {
        **st.session_state.setdefault("chosen_months", {}),
        **(paste_entry.months() if selection.is_pasted else {}),
    }
    choices = mapping_choices.choices()
    signature = (
        store.version(),
        selection.is_changes,
        choices,
        *months.items(),
        *((name, hashlib.sha256(content).hexdigest()) for name, content in selection.files),
    )
    before, plan = st.session_state.get("planned") or (None, None)
    if plan is not None and before == signature:
        return plan
    try:
        with Doing("正在读取表格，与现有数据核对") as doing:
            plan = pipeline.plan(
                store,
                selection.files,
                month=months,
                choices=choices,
                is_changes=selection.is_changes,
                today=clock.now().date(),
                on_progress=doing.reading,
            )
    except GovsvcError as error:
        frame.title("数据导入：未能读取")
        ui.show_error(error)
        st.stop()
    if before and before[0] != signature[0] and before[1:] == signature[1:]:
        st.info("数据已有更新，以下差异已按最新数据重新核对。", icon=":material/sync:")
    st.session_state["planned"] = (signature, plan)
    return plan


def forget_plan() -> None:
    """Has the files read again in the next run."""
    st.session_state.pop("planned", None)


def forget() -> None:
    """Drops all that is kept of these files."""
    forget_plan()
    st.session_state.pop("chosen_months", None)
    mapping_choices.forget()


def show(plan: Plan, is_pasted: bool) -> None:
    """Files that were refused, units that are not known, cells in error."""
    errors = plan.error_count
    warnings = sum(len(file.issues) for file in plan.files) - errors
    frame.title(
        "数据导入：核对识别结果"
        + (f"，{errors:,}处错误" if errors else "")
        + (f"，{warnings:,}处提示" if warnings else "")
    )
    for file in plan.files:
        if file.refused:
            _refused(file, file.refused, is_pasted)
            if file.refused.code == pipeline.IS_LEDGER:
                upload_memory.hand_on([(file.file, plan.contents[file.file])])
                frame.link("rectification.py", "到“整改”页导入这份台账 ›")
    unknown_units.sheets_without_unit(plan)
    column_questions.show(plan)
    value_questions.show(plan)
    names = "、".join(unit.text for unit in plan.unknown[:5])
    if not plan.unknown or permissions.may(Right.UPLOAD_ALL, f"说明名录里没有的单位（{names}）"):
        unknown_units.questions(plan)
    import_issues.issue_table(plan, *(["请直接在上面的表格里改正"] if is_pasted else []))


def nothing_to_import(plan: Plan) -> None:
    """Why nothing of the files can be imported, and what to do; a refused file says so itself."""
    if plan.already:
        names = ui.text("、".join(plan.already))
        st.info(f"以前已导入，内容未变，无须再次导入：{names}。", icon=":material/info:")
        frame.link("overview.py", "查看总览 ›")
    empty = [file.file for file in plan.files if not file.refused and file.file not in plan.already]
    if empty:
        st.warning(
            f"没有读到可以导入的行：{ui.text('、'.join(empty))}。  \n"
            "表里有数据的，请在左侧“查看与更正识别结果”里核对类别和表头所在的行；"
            "是空表的，填好后再上传。",
            icon=":material/warning:",
        )


def _refused(file: FileRead, error: GovsvcError, is_pasted: bool) -> None:
    """Why the file cannot be used, and what the visitor can say to make it usable."""
    st.error(
        f"**{ui.text(file.file)}：{ui.text(error.title)}**  \n{ui.text(error.step)}",
        icon=":material/error:",
    )
    if error.code == "no_known_sheet":
        st.markdown(
            "表里确有这些数据的，请在左侧“查看与更正识别结果”中选好类别和表头，再指定各列。"
        )
    if error.code in ("month_not_found", "month_contradicts") and not is_pasted:
        months = st.session_state["chosen_months"]
        month = st.selectbox(
            f"“{file.file}”的数据月份",
            months_back(clock.now().date()),
            index=None,
            format_func=month_text,
            key=f"month_{file.file}",
            placeholder="选择数据月份",
        )
        if month and month != months.get(file.file):
            months[file.file] = month
            st.rerun()
