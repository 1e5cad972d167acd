"""识别结果: what was read of each file, and what it would replace in the database."""

from collections.abc import Iterator, Mapping

import streamlit as st

from govsvc.domain.indicators import KINDS
from govsvc.domain.months import month_text
from govsvc.domain.rows import FileRead, SheetRead
from govsvc.importing.plan import Plan, Replacement
from pages._ui import ui

#: units that are named one by one
MOST_UNITS = 8


def show(plan: Plan) -> None:
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
        rows = [_cells(sheet) for sheet in file.sheets if sheet.kind and sheet.rows]
        if rows:
            ui.table(f"file_{number}", ["表", "类别", "数据月份", "数据行"], rows)
        for note in dict.fromkeys(_notes(file)):
            st.markdown(f":gray[:small[{ui.text(note)}]]")


def _cells(sheet: SheetRead) -> list[str]:
    return [
        ui.text(sheet.sheet),
        KINDS[sheet.kind or ""],
        f"{month_text(sheet.month)}（{ui.text(sheet.month_from)}）" if sheet.month else "—",
        _row_counts(sheet),
    ]


def _row_counts(sheet: SheetRead) -> str:
    faulty = sheet.left_out - sheet.out_of_scope
    return (
        f"{sheet.rows}行"
        + (f"，{faulty}行有误" if faulty else "")
        + (f"，{sheet.out_of_scope}行不在范围" if sheet.out_of_scope else "")
    )


def _notes(file: FileRead) -> Iterator[str]:
    """Which sheets were not read or are empty, and what the reader noted."""
    unread = [sheet.sheet for sheet in file.sheets if not sheet.kind]
    unread += [sheet.sheet for sheet in file.sheets if sheet.fault]
    if unread:
        yield f"未读取：{'、'.join(unread)}"
    empty = [
        sheet.sheet for sheet in file.sheets if sheet.kind and not sheet.rows and not sheet.fault
    ]
    if empty:
        yield f"没有填写：{'、'.join(empty)}"
    yield from filter(None, file.notes)
    for sheet in file.sheets:
        if sheet.sheet not in empty:
            yield from (f"{sheet.sheet}：{note}" for note in sheet.notes)


def replacements(plan: Plan, may_drop: bool) -> bool:
    """What stands in the database for the same kinds and months, and what becomes of it.

    True where the visitor wants units that are not in the files to be dropped (整月替换).
    """
    for replacement in plan.replacements:
        _replacement(replacement)
    return (
        any(replacement.kept for replacement in plan.replacements)
        and may_drop
        and st.checkbox("整月替换：把文件中没有的单位从该月移除", key="drop_others")
    )


def _replacement(replacement: Replacement) -> None:
    replaced, remaining = replacement.replaced, replacement.kept
    if replaced:
        st.markdown(
            f"将替换{month_text(replacement.month)}{KINDS[replacement.kind]}中"
            f"**{len(replaced)}**个单位的{sum(replaced.values())}行：{_unit_names(replaced)}"
        )
    if replacement.shrinking:
        fewer = [
            f"{ui.text(unit)}{now}行→{incoming}行"
            for unit, (now, incoming) in replacement.shrinking.items()
        ]
        more = f"等{len(fewer)}个单位" if len(fewer) > MOST_UNITS else ""
        st.markdown(
            f":orange[**行数明显减少：{'、'.join(fewer[:MOST_UNITS])}{more}**，请核对是否报齐。]"
        )
    if remaining:
        st.markdown(
            f":orange[文件中没有、原来已有的**{len(remaining)}**个单位，"
            f"保留{sum(remaining.values())}行：{_unit_names(remaining)}]"
        )


def _unit_names(units: Mapping[str, int]) -> str:
    names = [ui.text(unit) for unit in units]
    return "、".join(names[:MOST_UNITS]) + (f"等{len(names)}个" if len(names) > MOST_UNITS else "")
