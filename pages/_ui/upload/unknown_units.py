"""Names of units that the roster lacks, each asked once: the same as a known one, or new."""

from collections.abc import Mapping

import streamlit as st

from govsvc.domain.roster import UNIT_KINDS, kind_of
from govsvc.importing.plan import Plan
from govsvc.importing.validation.unknown_units import UnknownUnit
from pages._ui import ui
from pages._ui.upload import mapping_choices

_NEW = ""
#: names that are asked one by one; where more are unknown, the wrong column was probably taken for
#: the units
MOST_ASKED = 30


def questions(plan: Plan) -> None:
    """The questions, with the nearest name filled in; nothing is imported before all are
    answered.
    """
    answered = dict(mapping_choices.choices().units)
    if answered:
        _answered(answered)
    if not plan.unknown:
        return
    ui.section(f"名录中没有的单位（{len(plan.unknown)}个）", "每个名称只需说明一次，以后照此识别")
    answers = {unit.text: _answer(plan, unit) for unit in plan.unknown[:MOST_ASKED]}
    if len(plan.unknown) > MOST_ASKED:
        st.markdown(
            f":orange[还有{len(plan.unknown) - MOST_ASKED}个；"
            "数量过多，通常是部门或乡镇的列对应有误，请先在“查看与更正识别结果”里核对。]"
        )
    _answer_buttons(answered, answers)
    st.markdown(":orange[全部说明后才能确认导入。]")


def sheets_without_unit(plan: Plan) -> None:
    """A picker for each table of which nobody can tell whose it is."""
    asked = [
        (file, table)
        for file in plan.files
        for table in file.tables
        if table.unit_asked is not None and table.kind
    ]
    if not asked:
        return
    ui.section(f"未识别出所属单位的表（{len(asked)}张）", "选定后整张表归该单位")
    for file, table in asked:
        kind = kind_of(table.kind or "")
        names = list(dict.fromkeys([*(table.unit_asked or ()), *plan.roster.names(kind)]))
        unit = st.selectbox(
            f"“{ui.text(file.file)}”的表“{ui.text(table.sheet)}”（{table.rows}行）是哪个"
            f"{UNIT_KINDS[kind]}的",
            names,
            index=None,
            accept_new_options=True,
            key=f"unit_of/{file.file}/{table.sheet}/{table.start}",
            placeholder="选择或输入单位名称",
        )
        if unit:
            mapping_choices.set_unit_of_sheet(file.file, table.sheet, unit.strip())


def _answered(answers: Mapping[str, str]) -> None:
    """What was answered so far, with a button to ask again."""
    sentences = [
        f"“{ui.text(text)}”" + (f"即“{ui.text(name)}”" if name else "是新单位")
        for text, name in answers.items()
    ]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f":gray[已说明：{'、'.join(sentences)}；确认导入后记住。]", width="content")
        if st.button("重新说明", icon=":material/undo:", key="ask_again"):
            mapping_choices.set_units({})


def _answer(plan: Plan, unit: UnknownUnit) -> str | None:
    """What is picked: the known unit, "" for a new one, None while nothing is."""
    # the usual department of a part may be new itself
    near = [unit.near.name] if unit.near else []
    names = list(dict.fromkeys([_NEW, *plan.roster.names(unit.kind), *near]))
    part = "，像是内设或下属机构：属于哪个部门" if unit.is_part else ""
    return st.selectbox(
        f"“{ui.text(unit.text)}”（{unit.word}，{unit.rows}行{part}）",
        names,
        index=names.index(unit.near.name) if unit.near else None,
        format_func=lambda name: name or f"是新的{UNIT_KINDS[unit.kind]}",
        key=f"unit/{unit.kind}/{unit.text}",
        placeholder="与哪个单位相同，或是新单位",
    )


def _answer_buttons(answered: Mapping[str, str], answers: Mapping[str, str | None]) -> None:
    """按以上说明; and one that takes all that are still open as new."""
    open_names = [text for text, name in answers.items() if name is None]
    with st.container(horizontal=True):
        if st.button(
            "按以上说明",
            type="primary",
            icon=":material/check:",
            disabled=len(open_names) == len(answers),
            key="answer_units",
        ):
            given = {text: name for text, name in answers.items() if name is not None}
            mapping_choices.set_units({**answered, **given})
        if open_names and st.button(
            f"没选的{len(open_names)}个都是新单位"
            if len(open_names) > 1
            else f"“{ui.text(open_names[0])}”是新单位",
            key="all_new",
        ):
            given = {text: name or _NEW for text, name in answers.items()}
            mapping_choices.set_units({**answered, **given})
