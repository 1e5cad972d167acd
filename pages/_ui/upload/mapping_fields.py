"""The columns and values of one sheet, to be seen and corrected."""

import pandas as pd
import streamlit as st

from govsvc.domain.rows import SheetRead
from govsvc.sheets.records import corrections
from pages._ui import ui

_AS_ERROR = "暂不说明，按错误处理"
#: explained values that are listed
_MOST_VALUES = 20


def top_rows(sheet: SheetRead) -> None:
    """The first rows of a table that is not read, to find its header in."""
    width = max(map(len, sheet.top))
    rows = pd.DataFrame(
        [row + [""] * (width - len(row)) for row in sheet.top],
        columns=[f"{letter}列" for letter in corrections.letters_of(width)],
        index=[f"第{number}行" for number in range(1, len(sheet.top) + 1)],
    )
    ui.grid(
        rows,
        leading=[],
        printed=ui.numbered(rows),
        hide_index=False,
        height=min(320, 38 + 35 * len(rows)),
        alt=f"表“{sheet.sheet}”的前{len(rows)}行",
    )


def columns_editor(sheet: SheetRead, kind: str, key: str) -> dict[int, str]:
    """The columns with the fields they are read as, to be changed; gives column → name of its
    field.
    """
    guess, no_field = corrections.guess_of(sheet), corrections.NO_FIELD
    missing = corrections.missing_of(sheet)
    if missing:
        st.markdown(
            f":orange[**没有找到：{'、'.join(missing)}**。如果表里有，请在对应的列上选出来。]"
        )
    st.markdown(ui.hint("在“读作”一格双击可改选"))
    columns = pd.DataFrame(
        [
            [
                column.letters,
                column.header,
                guess.get(column.column, no_field),
                "、".join(column.samples),
            ]
            for column in sheet.seen
        ],
        columns=["列", "表头", "读作", "内容"],
    )
    edited = ui.editor(
        columns,
        leading=["列", "表头", "读作"],
        is_boxed=True,
        num_rows="fixed",
        disabled=["列", "表头", "内容"],
        key=f"columns/{key}",
        height=min(420, 38 + 35 * len(columns)),
        column_config={
            "列": st.column_config.TextColumn(width=40),
            "表头": st.column_config.TextColumn(width=140),
            "读作": st.column_config.SelectboxColumn(
                options=[
                    no_field,
                    *dict.fromkeys([*guess.values(), *corrections.fields_of(kind).values()]),
                ],
                required=True,
                width=150,
            ),
        },
    )
    picked = {column.column: name for column, name in zip(sheet.seen, edited["读作"])}
    changed = sum(name != guess.get(column, no_field) for column, name in picked.items())
    if changed:
        st.markdown(f":blue[改了{changed}列，点击“应用更正”后生效。]")
    return picked


def explained_values(sheet: SheetRead, key: str) -> dict[tuple[str, str], dict[str, str]]:
    """The values that a person explained, to be explained otherwise; gives (field, header) → value
    → word, for the answers that are new.
    """
    answers: dict[tuple[str, str], dict[str, str]] = {}
    explained = [unclear for unclear in sheet.unclear if unclear.word]
    for number, unclear in enumerate(explained[:_MOST_VALUES]):
        meanings = {"": _AS_ERROR} | corrections.meanings_of(unclear.field, sheet.kind or "")
        words = list(meanings)
        word = st.selectbox(
            f"“{ui.text(unclear.header)}”的“{ui.text(unclear.value)}”（{unclear.count}处）是指",
            words,
            index=words.index(unclear.word) if unclear.word in words else 0,
            format_func=meanings.__getitem__,
            key=f"value{number}/{unclear.word}/{key}",
            placeholder="选择意思",
        )
        if word != unclear.word:
            answers.setdefault((unclear.field, unclear.header), {})[unclear.value] = word
    return answers
