"""What the upload page shows of an import: what was read, what would be replaced and changed, what
was stored.
"""

from collections.abc import Container, Mapping, Sequence

import pandas as pd
import streamlit as st

from govsvc.domain.indicators import KINDS
from govsvc.domain.months import month_text
from govsvc.domain.rows import LEFT_OUT, OUT_OF_SCOPE, SheetRead
from govsvc.exports import export
from govsvc.importing import preview
from govsvc.importing.pipeline import Plan
from govsvc.store import BatchFile, Store
from pages._ui import downloads, frame, ui

MOST_ROWS = 200
MOST_UNITS = 8


def file_summary(plan: Plan) -> None:
    """Every sheet of every file: kind, month and from where, rows and rows that do not count;
    unused sheets in one line.
    """
    for number, file in enumerate(plan.files):
        if file.refused:
            continue
        st.markdown(
            f"**{ui.text(file.file)}**"
            + ("　:gray[以前已导入，内容未变，不再保存]" if file.file in plan.already else "")
        )
        rows = [
            [
                ui.text(sheet.sheet),
                KINDS[sheet.kind],
                f"{month_text(sheet.month)}（{ui.text(sheet.month_from)}）" if sheet.month else "—",
                _counts(sheet),
            ]
            for sheet in file.sheets
            if sheet.kind and sheet.rows
        ]
        if rows:
            ui.table(f"file_{number}", ["表", "类别", "数据月份", "数据行"], rows)
        unknown = [sheet.sheet for sheet in file.sheets if not sheet.kind]
        unknown += [sheet.sheet for sheet in file.sheets if sheet.fault]
        empty = [
            sheet.sheet
            for sheet in file.sheets
            if sheet.kind and not sheet.rows and not sheet.fault
        ]
        notes = [
            f"未读取：{'、'.join(unknown)}" if unknown else "",
            f"没有填写：{'、'.join(empty)}" if empty else "",
            *file.notes,
            *(
                f"{sheet.sheet}：{note}"
                for sheet in file.sheets
                for note in sheet.notes
                if sheet.sheet not in empty
            ),
        ]
        for note in dict.fromkeys(note for note in notes if note):
            st.markdown(f":gray[:small[{ui.text(note)}]]")


def _counts(sheet: SheetRead) -> str:
    faulty = sheet.left_out - sheet.out_of_scope
    return (
        f"{sheet.rows}行"
        + (f"，{faulty}行有误" if faulty else "")
        + (f"，{sheet.out_of_scope}行不在范围" if sheet.out_of_scope else "")
    )


def replacements(plan: Plan, may_drop: bool) -> bool:
    """What stands in the database for the same kind and month; True where units not in the files
    are to be dropped.
    """
    kept = False
    for change in plan.replacements:
        name = f"{month_text(change.month)}{KINDS[change.kind]}"
        if change.replaced:
            st.markdown(
                f"将替换{name}中**{len(change.replaced)}**个单位的"
                f"{sum(change.replaced.values())}行：{_units(change.replaced)}"
            )
        if change.shrinking:
            fewer = [
                f"{ui.text(unit)}{now}行→{incoming}行"
                for unit, (now, incoming) in change.shrinking.items()
            ]
            more = f"等{len(fewer)}个单位" if len(fewer) > MOST_UNITS else ""
            st.markdown(
                f":orange[**行数明显减少：{'、'.join(fewer[:MOST_UNITS])}{more}**，"
                "请核对是否报齐。]"
            )
        if change.kept:
            kept = True
            st.markdown(
                f":orange[文件中没有、原来已有的**{len(change.kept)}**个单位，"
                f"保留{sum(change.kept.values())}行：{_units(change.kept)}]"
            )
    return (
        kept
        and may_drop
        and st.checkbox("整月替换：把文件中没有的单位从该月移除", key="drop_others")
    )


def _units(units: Mapping[str, int]) -> str:
    names = [ui.text(unit) for unit in units]
    return "、".join(names[:MOST_UNITS]) + (f"等{len(names)}个" if len(names) > MOST_UNITS else "")


def differences(store: Store, plan: Plan, drop: bool, home: str | None) -> None:
    """What confirming would change, in sentences and row by row; all of it in the download."""
    found = preview.preview(store, plan, drop_others=drop, home=home)
    ui.section("确认后的变化", "与数据库中现有数据比")
    for sentence in preview.summary(found):
        st.markdown(ui.text(sentence))
    table = preview.preview_sheet(found, home=home or "本县")
    if not found.is_changed or not table.rows:
        return
    with st.expander(f"逐行查看（{len(table.rows)}处）"):
        st.dataframe(
            pd.DataFrame(
                [list(row) for row in table.rows[:MOST_ROWS]],
                columns=list(table.columns),
                dtype=object,
            ),
            hide_index=True,
            height=min(420, 38 + 35 * min(len(table.rows), MOST_ROWS)),
            alt=f"{len(table.rows)}处变化",
        )
        if len(table.rows) > MOST_ROWS:
            st.markdown(f":gray[先列出前{MOST_ROWS}处，全部在下载的清单里。]")
        downloads.table(
            "变化清单",
            lambda suffix: export.file_name("导入变化清单", suffix=suffix),
            lambda: table,
            key="changes",
        )


def receipt(done: tuple[int, Plan]) -> None:
    """What was stored, after it was read back."""
    version, plan = done
    st.success(f"已保存（数据第{version}版）。", icon=":material/check_circle:")
    rows = []
    for batch in plan.batches:
        faulty, outside = batch.entries.count(LEFT_OUT), batch.entries.count(OUT_OF_SCOPE)
        rows.append(
            [
                KINDS[batch.kind],
                month_text(batch.month) if batch.month else "—",
                batch.row_count - faulty - outside,
                faulty,
                outside,
                ui.text("、".join(name for name, _ in batch.files)),
            ]
        )
    ui.table(
        "receipt",
        ["类别", "数据月份", "计入", "有误未计入", "不在范围", "文件"],
        rows,
        numbers=["计入", "有误未计入", "不在范围"],
    )
    for file in plan.refused:
        st.markdown(f":orange[没有导入：{ui.text(file.file)}，{ui.text(file.refused.title)}]")
    for note in dict.fromkeys(
        note for file in plan.files for note in file.notes if note.startswith("按上次更正")
    ):
        st.markdown(f":gray[{ui.text(note)}]")
    if plan.already:
        st.markdown(f":gray[以前已导入、没有再存：{ui.text('、'.join(plan.already))}]")
    frame.link("overview.py", "查看总览 ›")


def batch_table(
    batches: Sequence[BatchFile], kinds: Mapping[str, str], undone: Container[int]
) -> None:
    """The imports so far, a file a line.

    `undone`: the data versions of writes that were taken back.
    """
    if not batches:
        st.markdown(":gray[还没有导入过。]")
        return
    rows = [
        (
            b.batch_id,
            kinds[b.kind],
            month_text(b.month) if b.month else "—",
            b.file,
            b.row_count,
            b.left_out_count,
            "、".join(b.units),
            b.who,
            f"{b.imported_at:%Y-%m-%d %H:%M}",
            "已撤销" if b.version in undone else "",
        )
        for b in batches
    ]
    table = pd.DataFrame(
        rows,
        columns=[
            "批次",
            "类别",
            "数据月份",
            "文件",
            "行数",
            "未计入",
            "单位",
            "导入人",
            "时间",
            "状态",
        ],
    )
    st.dataframe(
        table,
        hide_index=True,
        height=min(420, 38 + 35 * len(table)),
        alt=f"{len(table)}条导入记录",
        column_config={"单位": st.column_config.TextColumn(width="large")},
    )
