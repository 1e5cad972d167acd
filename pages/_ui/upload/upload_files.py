"""数据导入, first step: which files, whole lists or changes alone."""

import secrets
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from govsvc.security import Right
from pages._ui import beginning, data, ui
from pages._ui.upload import paste_entry, templates, upload_memory

_UPLOAD, _PASTE = "上传文件", "粘贴录入"
_WHOLE, _CHANGES = "完整清单", "只报变化（增减变更）"
#: what is said after the server was started anew, by the way in which the table came
_LOST = {
    _UPLOAD: "**文件已失效，请重新选择**  \n看板重新启动过，之前选择的文件没有保存，也没有导入。",
    _PASTE: "**粘贴录入的表格已失效，请重新粘贴**  \n看板重新启动过，之前粘贴、填写的内容没有保存，"
    "也没有导入。",
}
#: megabytes of one file
_MOST_MEGABYTES = 50


@dataclass(frozen=True)
class Selection:
    """What is to be imported, and where the next steps are drawn.

    `files`: (name, content). `is_changes`: they hold only rows that changed. `left`, `right`: the
    columns of the page, the first with the files in it.
    """

    files: list[tuple[str, bytes]]
    is_pasted: bool
    is_changes: bool
    left: DeltaGenerator
    right: DeltaGenerator


def choose(is_disabled: bool) -> Selection:
    """The uploader or the grid of a pasted table; whole lists or changes; the templates."""
    _note_what_is_lost()
    may_upload = data.actor().may(Right.UPLOAD)
    with ui.not_printed("way"):
        way = _way_picker(is_disabled) if may_upload else None
    is_pasted = way == _PASTE
    files = paste_entry.files(turn()) if is_pasted and not is_disabled else []
    left, right = st.columns([1, 1.5], gap="medium")
    with left, ui.not_printed("choose"):
        if way == _UPLOAD:
            files = _uploader(is_disabled)
        if files:
            st.session_state.pop("lost", None)
        is_changes = may_upload and _changes_picker(is_disabled)
        templates.menu(data.store())
        if may_upload:
            st.markdown(":gray[:small[严禁上传涉密信息。确认之前不保存任何内容。]]")
    return Selection(files, is_pasted, is_changes, left, right)


def _note_what_is_lost() -> None:
    """Remembers in the first run of a session what an open page shows and this server has not."""
    if "upload_round" in st.session_state:
        return
    lost = _UPLOAD if upload_memory.are_lost() else _PASTE if upload_memory.is_paste_lost() else ""
    if lost:
        st.session_state["lost"] = lost
        # no turn of the session before: its uploader would still show the names
        st.session_state["upload_round"] = 1 + secrets.randbelow(10**9)


def how_to(is_pasted: bool) -> None:
    """What to do, for who has not chosen a file yet."""
    if lost := st.session_state.get("lost"):
        st.warning(_LOST[lost], icon=":material/warning:")
    ui.section("怎样导入")
    first = (
        "在其他文件中选中本月的表格（连同表头）并复制，粘贴到上方的粘贴框，在单元格中改正。"
        if is_pasted
        else "选择本月的表格，原样上传，无须调整表头和列序；"
        "整个文件夹可打成压缩包一次上传，其他来源的表格可复制后粘贴录入。"
    )
    st.markdown(
        f"1. {first}\n"
        "2. 核对识别出的类别、月份和行数，查看有误的单元格。\n"
        "3. 确认后才保存；同一部门、乡镇再次导入会替换原来的行。"
    )


def turn() -> int:
    """The number of the present turn. Every import raises it, and with that the earlier files and
    answers are gone from the page.
    """
    return st.session_state.setdefault("upload_round", 0)


def next_turn() -> None:
    st.session_state["upload_round"] = turn() + 1
    beginning.use_samples(False)


def offer_changes(key: str) -> None:
    """A button that takes the files as a part of a unit's list."""
    st.button(
        "仅为其中一部分：并入，原有的行不变",
        icon=":material/merge:",
        on_click=_take_as_changes,
        key=f"take_as_changes/{key}",
    )


def _take_as_changes() -> None:
    st.session_state[f"scope_{turn()}"] = _CHANGES


def _way_picker(is_disabled: bool) -> str:
    return st.segmented_control(
        "录入方式",
        [_UPLOAD, _PASTE],
        default=st.session_state.get("lost", _UPLOAD),
        key=f"way_{turn()}",
        persist_state="session",
        label_visibility="collapsed",
        required=True,
        disabled=is_disabled,
    )


def _uploader(is_disabled: bool) -> list[tuple[str, bytes]]:
    ui.section("选择文件", "可一次多选，也可以是压缩包")
    if beginning.uses_samples():
        return _samples()
    uploaded = st.file_uploader(
        "政务服务事项、基层站点、全市通报、目标值、村居名录、单位名录，或省平台导出、"
        "大厅台账、督查、豁免清单；电话回访、好差评、差评、问卷、窗口评分",
        accept_multiple_files=True,
        max_upload_size=_MOST_MEGABYTES,
        key=f"files_{turn()}",
        disabled=is_disabled,
    )
    if data.board().is_trial and not uploaded:
        st.button("用样例文件", on_click=beginning.use_samples)
    return [(file.name, file.getvalue()) for file in uploaded]


def _samples() -> list[tuple[str, bytes]]:
    """The samples, as if they had been uploaded."""
    files = beginning.sample_files()
    st.markdown("\n".join(f"- {ui.text(name)}" for name, _ in files))
    st.button("不用样例文件", on_click=beginning.use_samples, args=(False,))
    return files


def _changes_picker(is_disabled: bool) -> bool:
    """Whether the files hold only what changed; else they are whole lists."""
    scope = st.segmented_control(
        "报送方式",
        [_WHOLE, _CHANGES],
        default=_WHOLE,
        key=f"scope_{turn()}",
        required=True,
        disabled=is_disabled,
        help="只报变化：按编码替换或增加这些行，其余各行不变；取消的事项把事项状态填为取消",
    )
    return scope == _CHANGES
