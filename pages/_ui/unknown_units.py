"""Names of units that the roster lacks, each asked once: the same as a known one, or new."""

import streamlit as st

from govsvc.domain.roster import UNIT_KINDS
from govsvc.importing.pipeline import Plan
from pages._ui import column_mapping, ui

_NEW = ""
#: names that are asked one by one; where more are unknown, the wrong column was probably taken for
#: the units
MOST_ASKED = 30


def unknown_units(plan: Plan) -> None:
    """The questions, with the nearest name filled in; the rest of the page waits for the answers."""
    said = dict(column_mapping.choices().units)
    if said:
        words = [
            f"“{ui.text(text)}”" + (f"即“{ui.text(name)}”" if name else "是新单位")
            for text, name in said.items()
        ]
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f":gray[已说明：{'、'.join(words)}；确认导入后记住。]", width="content")
            if st.button("重新说明", icon=":material/undo:", key="ask_again"):
                column_mapping.say(units={})
    if not plan.unknown:
        return
    ui.section(f"名录中没有的单位（{len(plan.unknown)}个）", "每个名称只问一次，以后照此办理")
    answers: dict[str, str | None] = {}
    for unit in plan.unknown[:MOST_ASKED]:
        names = [_NEW, *plan.roster.names(unit.kind)]
        answers[unit.text] = st.selectbox(
            f"“{ui.text(unit.text)}”（{unit.word}，{unit.rows}行）",
            names,
            index=names.index(unit.near.name) if unit.near else None,
            format_func=lambda name, unit=unit: name or f"是新的{UNIT_KINDS[unit.kind]}",
            key=f"unit/{unit.kind}/{unit.text}",
            placeholder="与哪个单位相同，或是新单位",
        )
    if len(plan.unknown) > MOST_ASKED:
        st.markdown(
            f":orange[还有{len(plan.unknown) - MOST_ASKED}个；"
            "这么多通常是部门或乡镇的列对应错了，请先在“查看与更正识别结果”里核对。]"
        )
    open_ones = [text for text, name in answers.items() if name is None]
    with st.container(horizontal=True):
        if st.button(
            "按以上说明",
            type="primary",
            icon=":material/check:",
            disabled=len(open_ones) == len(answers),
            key="answer_units",
        ):
            column_mapping.say(
                units=said | {text: name for text, name in answers.items() if name is not None}
            )
        if open_ones and st.button(
            f"没选的{len(open_ones)}个都是新单位"
            if len(open_ones) > 1
            else f"“{ui.text(open_ones[0])}”是新单位",
            key="all_new",
        ):
            column_mapping.say(units=said | {text: name or _NEW for text, name in answers.items()})
    st.markdown(":orange[全部说明后才能确认导入。]")
