"""查看与更正识别结果: what was recognised in a sheet, to be seen and corrected: kind, month, header
rows, columns, values that were explained.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from govsvc.domain.errors import GovsvcError
from govsvc.domain.indicators import KINDS
from govsvc.domain.mappings import HeaderChoice, of_sheet
from govsvc.domain.months import month_text, months_back
from govsvc.domain.rows import FileRead, SheetRead
from govsvc.importing.plan import Plan
from govsvc.importing.saved_mappings import is_remembered
from govsvc.sheets.records import corrections
from govsvc.system import clock
from pages._ui import ui
from pages._ui.upload import mapping_choices, mapping_fields

_NOT_READ = "不读取这张表"


def editor(plan: Plan) -> None:
    """One table at a time, picked from a list; those that need a look first."""
    tables = _tables(plan)
    if not tables:
        return
    order = sorted(tables, key=lambda key: _needs_a_look(plan, *tables[key]), reverse=True)
    doubtful_count = sum(_needs_a_look(plan, *table) for table in tables.values())
    has_failed = bool(plan.refused) or any(table.fault for _, table in tables.values())
    with st.expander(
        "查看与更正识别结果" + (f"（{doubtful_count}张表需核对）" if doubtful_count else ""),
        key="mapping",
        expanded=doubtful_count > 0 and has_failed,
    ):
        key = order[0]
        if len(tables) > 1:
            picked = st.selectbox(
                "表",
                order,
                format_func=lambda key: _label(plan, *tables[key]),
                key=f"sheet_{len(tables)}",
                placeholder="选择表",
            )
            key = picked or key
        _sheet_form(*tables[key])


def _tables(plan: Plan) -> dict[str, tuple[FileRead, SheetRead]]:
    """Every table that has rows, by its file and number: these stay the same however it is read and
    wherever it stands in the list.
    """
    return {
        f"{file.file}/{number}": (file, table)
        for file in plan.files
        for number, table in enumerate(file.tables)
        if table.top
    }


def _needs_a_look(plan: Plan, file: FileRead, sheet: SheetRead) -> bool:
    """Whether the table lacks a column, or was not recognised in a file in which no other was."""
    if file.file in plan.already:
        return False
    if not sheet.kind:
        return sheet.choice is None and not any(other.kind for other in file.sheets)
    return bool(sheet.fault or corrections.missing_of(sheet))


def _label(plan: Plan, file: FileRead, sheet: SheetRead) -> str:
    """Sheet, kind and file; where a sheet holds several tables, also where this one begins."""
    kind = KINDS[sheet.kind] if sheet.kind else "未读取"
    tables = [table for one in file.sheets for table in one.tables if table.sheet == sheet.sheet]
    start = (
        f"第{sheet.header_rows[0]}行{corrections.letters_of(sheet.start + 1)[-1]}列起，"
        if len(tables) > 1 and sheet.header_rows
        else ""
    )
    mark = "！" if _needs_a_look(plan, file, sheet) else ""
    name = f"　{file.file}" if len(plan.files) > 1 else ""
    return f"{mark}{sheet.sheet}（{start}{kind}）{name}"


@dataclass(frozen=True)
class _Answer:
    """What the form of a sheet says.

    `kind`: "" where the sheet is not to be read. `header`: its rows (first, last, from 1).
    `fields`: column → name of its field. `words`: (field, header) → value → word.
    """

    kind: str
    month: date | None
    header: tuple[int, int] | None
    fields: dict[int, str]
    words: dict[tuple[str, str], dict[str, str]]


def _sheet_form(file: FileRead, sheet: SheetRead) -> None:
    """All that can be corrected of one sheet, and the buttons that apply it or take it back."""
    key = f"{file.file}/{sheet.sheet}/{sheet.fingerprint}/{sheet.kind}/{hash(str(sheet.choice))}"
    if sheet.fault:
        st.markdown(f":orange[{ui.text(sheet.fault)}]")
    elif sheet.choice is not None:
        remembered = is_remembered(sheet, mapping_choices.choices())
        st.markdown(
            f":gray[{'按上次更正' if remembered else '按更正'}读取；以后同样的表头照此读取。]"
        )
    left, right = st.columns(2)
    with left:
        kind = _kind_picker(sheet, key)
    with right:
        month = _month_picker(sheet, key)
    header = _header_picker(sheet, key)
    fields = (
        mapping_fields.columns_editor(sheet, sheet.kind, key)
        if sheet.kind and kind == sheet.kind and header == sheet.header_rows
        else {}
    )
    if not sheet.kind:
        mapping_fields.top_rows(sheet)
    words = mapping_fields.explained_values(sheet, key)
    apply, reset = st.columns([1, 1])
    if apply.button("应用更正", type="primary", icon=":material/check:", key=f"apply/{key}"):
        _apply(file, sheet, _Answer(kind, month, header, fields, words))
    is_corrected = sheet.choice is not None or any(unclear.word for unclear in sheet.unclear)
    if is_corrected and reset.button(
        "恢复自动识别",
        icon=":material/undo:",
        key=f"reset/{key}",
        help="不再使用对这个表头和这些值的更正，包括以前记住的",
    ):
        mapping_choices.forget_sheet(sheet)


def _kind_picker(sheet: SheetRead, key: str) -> str:
    kinds = [*KINDS, ""]
    return st.selectbox(
        "类别",
        kinds,
        index=kinds.index(sheet.kind or ""),
        format_func=lambda kind: KINDS.get(kind, _NOT_READ),
        key=f"kind/{key}",
        placeholder="选择类别",
    )


def _month_picker(sheet: SheetRead, key: str) -> date | None:
    months = sorted(
        {*months_back(clock.now().date()), *([sheet.month] if sheet.month else [])}, reverse=True
    )
    return st.selectbox(
        "数据月份",
        months,
        index=months.index(sheet.month) if sheet.month else None,
        format_func=month_text,
        key=f"month/{key}",
        placeholder="选择数据月份",
    )


def _header_picker(sheet: SheetRead, key: str) -> tuple[int, int] | None:
    choices = sorted(sheet.prints)
    header = sheet.header_rows or corrections.likely_header(sheet)
    return st.selectbox(
        "表头在",
        choices,
        index=choices.index(header) if header in choices else None,
        format_func=lambda rows: _header_text(sheet, rows),
        key=f"header/{key}",
        placeholder="选择表头所在的行",
    )


def _header_text(sheet: SheetRead, rows: tuple[int, int]) -> str:
    """第3行：… or 第3—4行：… with the texts of the last of them."""
    first, last = rows
    numbers = f"第{first}行" if first == last else f"第{first}—{last}行"
    texts: Sequence[str] = (
        sheet.top[last - 1] if last <= len(sheet.top) else [column.header for column in sheet.seen]
    )
    return f"{numbers}：{'、'.join(filter(None, texts))[:40]}"


def _apply(file: FileRead, sheet: SheetRead, answer: _Answer) -> None:
    """Keeps what the form says otherwise than the sheet was read, and runs the page anew."""
    if answer.kind and answer.header is None:
        st.error("还没有选表头所在的行。", icon=":material/error:")
        return
    try:
        headers = _header_choices(sheet, answer)
    except GovsvcError as error:
        ui.show_error(error)
        return
    months = (
        {(file.file, sheet.sheet): answer.month}
        if answer.month and answer.month != sheet.month
        else {}
    )
    if headers or answer.words or months:
        mapping_choices.add(headers, answer.words, months)
    st.markdown(":gray[没有改动。]")


def _header_choices(sheet: SheetRead, answer: _Answer) -> dict[str, HeaderChoice]:
    """Fingerprint → what is said of that header; empty where it is read so already.

    Raises GovsvcError where the columns picked do not make a sheet of that kind.
    """
    in_this_sheet = of_sheet(sheet.fingerprint, sheet.sheet)
    if not answer.kind or answer.header is None:
        # other sheets may have the same header: left alone in sheets of this name only
        return {in_this_sheet: HeaderChoice("")} if sheet.kind else {}
    first, last = answer.header
    row_count = last - first + 1
    if answer.kind != (sheet.kind or "") or answer.header != sheet.header_rows:
        headers = {sheet.prints[answer.header]: HeaderChoice(answer.kind, row_count)}
        if sheet.choice is not None and not sheet.choice.kind:
            headers[in_this_sheet] = HeaderChoice("", is_guess=True)
        return headers
    if answer.fields:
        choice = corrections.choice_of(sheet, answer.kind, row_count, answer.fields)
        if choice != sheet.choice and (sheet.choice is not None or choice.columns):
            return {sheet.fingerprint: choice}
    return {}
