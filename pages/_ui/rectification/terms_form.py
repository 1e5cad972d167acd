"""What the entries of one 交办 have in common: deadline in workdays, person, measure, source."""

from datetime import date

import streamlit as st

from govsvc.workflow.rectification import CYCLES, Terms
from pages._ui import data


def show(key: str, source: str, workdays: int | None = None) -> Terms:
    """The fields, and the day that the deadline comes to. `source`, `workdays`: as proposed."""
    ledger, today = data.ledger(), data.now().date()
    calendar, usual = ledger.clock.calendar, ledger.settings
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        days = st.number_input(
            "整改时限（工作日）", 1, 250, workdays or usual.workdays, key=f"{key}_days", width=160
        )
        cycle = st.selectbox(
            "反馈周期", CYCLES, CYCLES.index(usual.cycle), key=f"{key}_cycle", width=130
        )
        person = st.text_input("责任人", key=f"{key}_person", max_chars=30, width=160)
        shown_source = st.text_input(
            "问题来源", source, key=f"{key}_source", max_chars=40, width=200
        )
        document = st.text_input("来源文号或会议", key=f"{key}_document", max_chars=60, width=240)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        measure = st.text_input("整改措施", key=f"{key}_measure", max_chars=200, width=360)
        goal = st.text_input("整改目标", key=f"{key}_goal", max_chars=200, width=280)
        partners = st.multiselect(
            "配合单位",
            data.unit_names(),
            key=f"{key}_partners",
            placeholder="没有的不选",
            width=280,
        )
        note = st.text_input("备注", key=f"{key}_note", max_chars=200, width=200)
    deadline = calendar.after(today, int(days))
    _say(today, deadline, int(days), calendar.caveat(today, deadline))
    return Terms(
        today,
        deadline,
        person.strip(),
        measure.strip(),
        shown_source,
        document.strip(),
        cycle,
        "、".join(partners),
        goal.strip(),
        note.strip(),
    )


def _say(today: date, deadline: date, days: int, caveat: str) -> None:
    st.markdown(
        f":gray[从下一个工作日起算，{days}个工作日到]**{deadline.year}年{deadline.month}月"
        f"{deadline.day}日**" + (f"　:orange[{caveat}]" if caveat else "")
    )
