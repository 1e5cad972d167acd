"""What the upload page shows of an import: what was read, what is wrong, what would be replaced, what was stored."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from govsvc.imports import Plan
from govsvc.indicators import KINDS
from govsvc.months import month_text
from govsvc.store import BatchFile
from pages._shared import frame, ui

MOST_ISSUES = 200


def file_summary(plan: Plan) -> None:
    """Every sheet of every file: kind, month and from where, rows and rows that do not count."""
    for number, file in enumerate(plan.files):
        st.markdown(f"**{ui.text(file.file)}**")
        rows = []
        for sheet in file.sheets:
            if sheet.kind is None:
                rows.append([ui.text(sheet.sheet), "未识别，未读取", "—", "—"])
                continue
            kept_out = sheet.left_out - sheet.out_of_scope
            counts = f"{sheet.rows}行" + (f"，{kept_out}行有误" if kept_out else "") + (f"，{sheet.out_of_scope}行不在范围" if sheet.out_of_scope else "")
            month = f"{month_text(sheet.month)}（{ui.text(sheet.month_from)}）" if sheet.month else "—"
            rows.append([ui.text(sheet.sheet), KINDS[sheet.kind], month, counts])
        if rows:
            ui.table(f"file_{number}", ["表", "类别", "数据月份", "数据行"], rows)
        for note in dict.fromkeys([*file.notes, *(f"{sheet.sheet}：{note}" for sheet in file.sheets for note in sheet.notes)]):
            st.markdown(f":gray[:small[{ui.text(note)}]]")


def issue_table(plan: Plan) -> None:
    """Errors first; the first 200 on the screen."""
    found = sorted(((issue, file.file) for file in plan.files for issue in file.issues), key=lambda pair: pair[0].severity != "error")
    if not found:
        if plan.batches:
            st.success("没有发现问题。", icon=":material/check_circle:")
        return
    ui.section("需要处理的问题", "有误的行不计入，其余行照常导入；请改正原表后重新导入")
    with st.container(height=460 if len(found) > 8 else "content", border=False):
        for number, file in enumerate(plan.files):
            rows = [["✕ 错误" if issue.severity == "error" else "！提示", ui.text(f"{issue.sheet}!{issue.cell}" if issue.cell else issue.sheet),
                     ui.text(issue.message), ui.text(issue.expected)] for issue, name in found[:MOST_ISSUES] if name == file.file]
            if rows:
                if len(plan.files) > 1:
                    st.markdown(f"**{ui.text(file.file)}**")
                ui.table(f"issues_{number}", ["程度", "单元格", "问题", "应为"], rows)
    if len(found) > MOST_ISSUES:
        st.markdown(f":gray[共{len(found)}个问题，先列出前{MOST_ISSUES}个。]")


def replacements(plan: Plan) -> bool:
    """What stands in the database for the same kind and month; True where units not in the files are to be dropped."""
    kept = False
    for change in plan.replacements:
        name = f"{month_text(change.month)}{KINDS[change.kind]}"
        if change.replaced:
            st.markdown(f"将替换{name}中**{len(change.replaced)}**个单位的{sum(change.replaced.values())}行：{_units(change.replaced)}")
        if change.kept:
            kept = True
            st.markdown(f":orange[文件中没有、原来已有的**{len(change.kept)}**个单位，保留{sum(change.kept.values())}行：{_units(change.kept)}]")
    return kept and st.checkbox("整月替换：把文件中没有的单位从该月移除", key="drop_others")


def _units(units: Mapping[str, int], most: int = 8) -> str:
    names = [ui.text(unit) for unit in units]
    return "、".join(names[:most]) + (f"等{len(names)}个" if len(names) > most else "")


def receipt(done: tuple[int, Plan]) -> None:
    """What was stored, after it was read back."""
    version, plan = done
    st.success(f"已保存（数据第{version}版）。", icon=":material/check_circle:")
    ui.table("receipt", ["类别", "数据月份", "行数", "文件"],
             [[KINDS[batch.kind], month_text(batch.month) if batch.month else "—", batch.row_count, ui.text("、".join(name for name, _ in batch.files))]
              for batch in plan.batches], numbers=["行数"])
    frame.link("overview.py", "查看总览")


def batch_table(batches: Sequence[BatchFile], kinds: Mapping[str, str]) -> None:
    """The imports so far, a file a line."""
    if not batches:
        st.markdown(":gray[还没有导入过。]")
        return
    rows = [(b.batch_id, kinds[b.kind], month_text(b.month) if b.month else "—", b.file, b.row_count, b.left_out_count,
             "、".join(b.units), b.who, f"{b.imported_at:%Y-%m-%d %H:%M}", b.sha256[:12]) for b in batches]
    table = pd.DataFrame(rows, columns=["批次", "类别", "数据月份", "文件", "行数", "未计入", "单位", "导入人", "时间", "文件指纹"])
    st.dataframe(table, hide_index=True, height=min(420, 38 + 35 * len(table)), alt=f"{len(table)}条导入记录",
                 column_config={"单位": st.column_config.TextColumn(width="medium")})
