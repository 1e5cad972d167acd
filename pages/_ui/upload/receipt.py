"""What the upload page shows around a confirmed import: what it would change, what was stored, and
the imports so far.
"""

from collections.abc import Container, Sequence

import pandas as pd
import streamlit as st

from govsvc.domain.entries import LEFT_OUT, OUT_OF_SCOPE
from govsvc.domain.indicators import ROW_KINDS
from govsvc.domain.months import month_text
from govsvc.exports import export
from govsvc.importing import preview, saved_mappings
from govsvc.importing.plan import Plan
from govsvc.importing.preview import Preview
from govsvc.store import Batch, BatchFile, Store
from pages._ui import changes_table, downloads, frame, printed_table, ui


def differences(store: Store, plan: Plan, drop_others: bool, home: str | None) -> Preview:
    """What confirming would change, in sentences and row by row; all of it in the download."""
    difference = preview.preview(store, plan, drop_others=drop_others, home=home)
    _show(difference, home)
    return difference


def _show(difference: Preview, home: str | None) -> None:
    ui.section("确认后的变化", "与数据库中现有数据比")
    for sentence in preview.summary(difference):
        st.markdown(ui.text(sentence))
    sheet = preview.preview_sheet(difference, home=home or "本县")
    if not difference.is_changed or not sheet.rows:
        return
    with st.expander(f"逐行查看（{len(sheet.rows)}处）"):
        changes_table.show(sheet, 420)
        if len(sheet.rows) > changes_table.MOST_ROWS:
            st.markdown(f":gray[此处列出前{changes_table.MOST_ROWS}处，全部内容见下载的清单。]")
        downloads.table(
            "变化清单",
            lambda suffix: export.file_name("导入变化清单", suffix=suffix),
            lambda: sheet,
            key="changes",
        )


def receipt(version: int, plan: Plan) -> None:
    """What was stored, as it was read back; and what was not stored."""
    st.success(f"已保存（数据版本{version}）。", icon=":material/check_circle:")
    ui.table(
        "receipt",
        ["类别", "数据月份", "计入", "有误未计入", "不在范围", "文件"],
        [_batch_cells(batch) for batch in plan.batches],
        numbers=["计入", "有误未计入", "不在范围"],
    )
    for file in plan.files:
        if file.refused:
            st.markdown(f":orange[没有导入：{ui.text(file.file)}，{ui.text(file.refused.title)}]")
    for note in dict.fromkeys(
        note for file in plan.files for note in saved_mappings.notes_of(file, plan.choices)
    ):
        st.markdown(f":gray[{ui.text(note)}]")
    if plan.already:
        st.markdown(f":gray[以前已导入、未重复保存：{ui.text('、'.join(plan.already))}]")
    frame.link("overview.py", "查看总览 ›")


def _batch_cells(batch: Batch) -> list[object]:
    faulty, outside = batch.entries.count(LEFT_OUT), batch.entries.count(OUT_OF_SCOPE)
    return [
        ROW_KINDS[batch.kind],
        month_text(batch.month) if batch.month else "—",
        batch.row_count - faulty - outside,
        faulty,
        outside,
        ui.text("、".join(name for name, _ in batch.files)),
    ]


def batch_table(files: Sequence[BatchFile], undone: Container[int]) -> None:
    """The imports so far, a file a line.

    `undone`: the data versions of writes that were taken back.
    """
    if not files:
        st.markdown(":gray[还没有导入过。]")
        return
    table = pd.DataFrame(
        [
            {
                "批次": file.batch_id,
                "类别": ROW_KINDS[file.kind],
                "数据月份": month_text(file.month) if file.month else "—",
                "文件": file.file,
                "行数": file.row_count,
                "未计入": file.left_out_count,
                "导入人": file.who,
                "时间": f"{file.imported_at:%Y-%m-%d %H:%M}",
                "状态": "已撤销" if file.version in undone else "",
                "单位": "、".join(file.units),
            }
            for file in files
        ]
    )
    ui.grid(
        table,
        leading=["类别", "数据月份", "行数", "状态"],
        height=min(420, 38 + 35 * len(table)),
        most_printed=printed_table.MOST_OF_HISTORY,
        alt=f"{len(table)}条导入记录",
        column_config={"单位": st.column_config.TextColumn(width="large")},
    )
