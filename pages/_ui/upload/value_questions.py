"""Values that nobody can read: each wording is asked once, and answered with one click."""

from collections import Counter
from dataclasses import replace

import streamlit as st

from govsvc.domain.rows import SheetRead, Unclear
from govsvc.importing.plan import Plan
from govsvc.sheets.records import corrections
from pages._ui import ui
from pages._ui.upload import mapping_choices

#: wordings that are asked one by one; where more are unclear, a column was probably mistaken
MOST_VALUES = 20
#: meanings that stand side by side; more are a list to open
_MOST_BESIDE = 4


def show(plan: Plan) -> None:
    """The questions. They are read once the last is answered, or by a button with some left open;
    what is left open stays an error.
    """
    _answered(plan)
    asked = _open_wordings(plan)
    if not asked:
        return
    ui.section(
        f"无法识别的值（{len(asked)}种）", "每种写法只问一次，以后照此办理；不说明的按有误处理"
    )
    answers: dict[tuple[str, str], dict[str, str]] = {}
    open_count = len(asked)
    for kind, unclear in asked[:MOST_VALUES]:
        if word := _answer(kind, unclear):
            answers.setdefault((unclear.field, unclear.header), {})[unclear.value] = word
            open_count -= 1
    if len(asked) > MOST_VALUES:
        st.markdown(
            f":gray[还有{len(asked) - MOST_VALUES}种无法识别的值；"
            "数量过多，通常是列对应有误，请先在“查看与更正识别结果”里核对“读作”。]"
        )
    is_pressed = len(asked) > 1 and st.button(
        "按以上说明读取",
        type="primary",
        icon=":material/check:",
        disabled=not answers,
        key="answer_values",
        help="没说明的先按有误处理",
    )
    if is_pressed or not open_count:
        mapping_choices.add(values=answers)


def _answered(plan: Plan) -> None:
    """What was said of values of these files, with a button to say it again."""
    said = mapping_choices.choices().values
    sentences = dict.fromkeys(
        f"“{ui.text(unclear.value)}”是“{ui.text(_meanings(table, unclear)[unclear.word])}”"
        for file in plan.files
        for table in file.tables
        for unclear in table.unclear
        if any(unclear.word and words.get(unclear.value) == unclear.word for words in said.values())
    )
    if not sentences:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f":gray[已说明：{'、'.join(sentences)}；确认导入后记住。]", width="content")
        if st.button("重新说明", icon=":material/undo:", key="ask_values_again"):
            mapping_choices.forget_values()


def _meanings(table: SheetRead, unclear: Unclear) -> dict[str, str]:
    """What the value may mean; the word itself where it was said of another field."""
    return {unclear.word: unclear.word} | corrections.meanings_of(unclear.field, table.kind or "")


def _open_wordings(plan: Plan) -> list[tuple[str, Unclear]]:
    """(kind of sheet, wording): one of each field and wording, with how often it stands in all
    files, the most frequent first.
    """
    first: dict[tuple[str, str, str], Unclear] = {}
    counts: Counter[tuple[str, str, str]] = Counter()
    for table in (table for file in plan.files for table in file.tables):
        for unclear in table.unclear:
            if not unclear.word:
                key = table.kind or "", unclear.field, unclear.value
                first.setdefault(key, unclear)
                counts[key] += unclear.count
    return [(key[0], replace(first[key], count=count)) for key, count in counts.most_common()]


def _answer(kind: str, unclear: Unclear) -> str | None:
    """The word that the wording stands for, None while nothing is picked."""
    label = f"“{ui.text(unclear.header)}”的“{ui.text(unclear.value)}”（{unclear.count}处）是指"
    meanings = corrections.meanings_of(unclear.field, kind)
    key = f"value/{kind}/{unclear.field}/{unclear.value}"
    if len(meanings) > _MOST_BESIDE:
        return st.selectbox(
            label,
            list(meanings),
            index=None,
            format_func=meanings.__getitem__,
            key=key,
            placeholder="选择意思",
        )
    return st.segmented_control(label, list(meanings), format_func=meanings.__getitem__, key=key)
