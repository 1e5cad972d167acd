"""Columns of which nobody can tell what they are: each with a guess, confirmed with one click."""

import streamlit as st

from govsvc.domain.mappings import HeaderChoice, of_header
from govsvc.domain.rows import ColumnSeen, FileRead, SheetRead
from govsvc.importing.plan import Plan
from govsvc.sheets.records import corrections
from pages._ui import ui
from pages._ui.upload import mapping_choices


def show(plan: Plan) -> None:
    """The questions, and 都对, which takes all guesses as they stand."""
    asked = [
        (file, table, column)
        for file in plan.files
        for table in file.tables
        for column in table.seen
        if column.near is not None and table.kind
    ]
    if not asked:
        return
    ui.section(
        f"不能确定的列（{len(asked)}列）",
        "已预填推测的字段，确认前不读取；确认后同样的表头不再询问",
    )
    answers: dict[str, HeaderChoice] = {}
    taken: set[tuple[int, str]] = set()
    for file, table, column in asked:
        field = _pick(file, table, column, taken)
        taken.add((id(table), field))
        columns = {field: 0} if field else {}
        answers[of_header(table.kind or "", column.text)] = HeaderChoice(
            table.kind or "", 1, columns
        )
    if st.button("都对", type="primary", icon=":material/done_all:", key="columns_right"):
        mapping_choices.add(answers)


def _pick(file: FileRead, table: SheetRead, column: ColumnSeen, taken: set[tuple[int, str]]) -> str:
    """The field of a column, "" for none: a list with the likeliest first."""
    names = corrections.fields_of(table.kind or "")
    near = [field for field in column.near or () if (id(table), field) not in taken]
    others = [field for field in names if field not in near and field not in table.places]
    options = [*near, "", *others]
    samples = "、".join(map(ui.text, column.samples))
    return st.selectbox(
        f"{ui.text(table.sheet)}表{column.letters}列“{ui.text(column.header)}”"
        + (f"（如 {samples}）" if samples else ""),
        options,
        format_func=lambda field: names.get(field, corrections.NO_FIELD),
        key=f"column/{file.file}/{table.sheet}/{table.fingerprint}/{column.column}",
    )
