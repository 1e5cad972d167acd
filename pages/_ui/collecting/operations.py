"""操作记录: the writes of a month, the uploaded files behind them, and which of them to undo."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
import streamlit as st

from govsvc.board import Board
from govsvc.domain.months import month_text
from govsvc.exports import export
from govsvc.importing.originals import restored
from govsvc.security import Right
from govsvc.store import Store
from govsvc.workflow import collecting
from govsvc.workflow.collecting import Draft
from pages._ui import data, downloads, frame, permissions, printed_table, ui
from pages._ui.collecting import undo

_COLUMNS = [
    "稿次",
    "时间",
    "操作人",
    "文件",
    "类别",
    "行数",
    "单位",
    "状态",
    "原因",
    "文件指纹",
    "操作号",
]


def section(board: Board, month: date) -> None:
    """The writes of the month, the latest first, with originals to download and 撤销."""
    ui.section("操作记录", f"{month_text(month)}，最近的在前")
    drafts = collecting.drafts(data.reading(), month)
    if not drafts:
        st.markdown(":gray[还没有操作。]")
        return
    _table(drafts)
    if not board.is_demonstration:
        _originals(data.store(), drafts)
        _undo_section(data.store(), drafts, month)


def _cells(draft: Draft) -> tuple[object, ...]:
    return (
        draft.name,
        f"{draft.at:%Y-%m-%d %H:%M}",
        draft.who,
        "、".join(name for name, _ in draft.files),
        "、".join(draft.kinds),
        f"{draft.rows:,}" if draft.rows else "",
        "、".join(draft.units),
        f"已撤销（操作{draft.undone_by}）" if draft.undone_by else "",
        draft.reason,
        "、".join(sha256[:12] for _, sha256 in draft.files if sha256),
        draft.version,
    )


def _table(drafts: Sequence[Draft]) -> None:
    rows = [_cells(draft) for draft in drafts]
    ui.grid(
        ui.only_filled(
            pd.DataFrame(rows, columns=_COLUMNS, dtype=object),
            ("文件", "状态", "原因", "文件指纹"),
        ),
        leading=["稿次", "类别", "状态", "时间"],
        height=min(420, 38 + 35 * len(rows)),
        most_printed=printed_table.MOST_OF_HISTORY,
        alt=f"{len(rows)}次操作",
        column_config={
            "文件": st.column_config.TextColumn(width="medium"),
            "单位": st.column_config.TextColumn(width="medium"),
        },
    )
    sheet = export.Sheet("操作记录", _COLUMNS, rows, frame.facts())
    downloads.table(
        "操作记录",
        lambda suffix: frame.file_name("操作记录", suffix=suffix),
        lambda: sheet,
        key="drafts",
    )


def _originals(store: Store, drafts: Sequence[Draft]) -> None:
    """The uploaded files, to download as they are kept; and what right the others would need."""
    stored, own = store.records.originals(), store.records.own_originals()
    every = {
        f"{name}（{draft.name}）": (name, sha256)
        for draft in reversed(drafts)
        for name, sha256 in draft.files
        if (name, sha256) in stored
    }
    files = {label: file for label, file in every.items() if file in own}
    if len(files) < len(every):
        may_upload = data.actor().may(Right.UPLOAD)
        permissions.may(
            Right.UPLOAD_ALL if may_upload else Right.UPLOAD,
            f"下载{'其他单位的' if may_upload else ''}原件（{len(every) - len(files)}个）",
        )
    if not files:
        return
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        label = st.selectbox(
            "下载原件（去掉宏，个人信息已隐去）",
            list(files),
            index=None,
            placeholder="选择文件",
            width=520,
        )
        downloads.button(
            "下载原件",
            stored[files[label]] if label else "原件",
            lambda: (_content(store, *files[label or ""]), f"上传的原件：{label}"),
            "original",
            right=Right.UPLOAD,
            disabled=not label,
        )


def _content(store: Store, name: str, sha256: str) -> bytes:
    original = store.records.original(name, sha256)
    assert original is not None, "picked from those that are kept"
    return restored(original)


def _undo_section(store: Store, drafts: Sequence[Draft], month: date) -> None:
    """撤销 of any write for administrators, for others of their own uploads of their own units."""
    undoable = [draft for draft in drafts if draft.can_undo]
    if data.actor().may(Right.MANAGE):
        _undo_picker(undoable, month)
        return
    own = [draft for draft in undoable if store.undoing.may_undo(draft.version)]
    if own:
        _undo_picker(own, month)
    if len(own) < len(undoable):
        permissions.may(Right.MANAGE, "撤销其他操作" if own else "撤销")


def _undo_picker(drafts: Sequence[Draft], month: date) -> None:
    """Which write to undo; the dialog shows what would change."""
    choices = {
        (
            f"{draft.name}　{draft.at:%m-%d %H:%M}　"
            f"{'、'.join(name for name, _ in draft.files) or draft.who}（操作{draft.version}）"
        ): draft
        for draft in drafts
    }
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        label = st.selectbox(
            "撤销哪一次", list(choices), index=None, placeholder="选择要撤销的操作", width=520
        )
        if st.button("撤销…", icon=":material/undo:", disabled=label is None) and label:
            undo.confirm(data.store(), choices[label], month)
