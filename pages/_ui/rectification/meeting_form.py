"""A meeting and what it decided, typed in: in the meeting itself 投屏模式 has a shorter form."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from govsvc.domain.deadlines import day_text
from govsvc.domain.errors import GovsvcError
from govsvc.domain.rectification import LONGEST_NAME, Meeting
from govsvc.security import Right
from govsvc.workflow.rectification import Ledger, MeetingLine, meetings
from pages._ui import data, outcome, permissions, pickers

_BY_DAY, _USUAL = "日期", 15
_MATTER, _REQUIREMENT, _UNITS, _LEAD, _DUE, _DAY = (
    "decided_matter",
    "decided_requirement",
    "decided_units",
    "decided_lead",
    "decided_due",
    "decided_day",
)


def show(ledger: Ledger, chosen: MeetingLine | None) -> None:
    """The form for those who may; `chosen`: the meeting that is corrected or gets matters, None for
    a new one.
    """
    if not data.actor().may(Right.REVIEW):
        return
    known = chosen.meeting if chosen else None
    with st.expander(
        "更正这次会议，或增加议定事项" if known else "录入会议和议定事项",
        icon=":material/groups:",
    ):
        meeting = _meeting(known)
        is_named = bool(meeting.name.strip())
        st.button(
            "保存会议" if known is None else "更正会议",
            key="save_meeting",
            disabled=not is_named or meeting == known,
            on_click=outcome.noted,
            args=(lambda: _save(meeting, known),),
        )
        units = _matter()
        deadline = _deadline(ledger, (known or meeting).held_on)
        st.button(
            f"议定，交{len(units)}个单位" if units else "议定",
            type="primary",
            key="decide",
            disabled=not (is_named and units and deadline and st.session_state[_MATTER].strip()),
            on_click=outcome.noted,
            args=(lambda: _decide(known or meeting, units, deadline),),
        )
        st.markdown(":gray[会上临时新增的，投屏时按 N 键录入。几个单位共同办理的，每个单位一项。]")


def _meeting(known: Meeting | None) -> Meeting:
    """The fields of the meeting, as they are."""
    number = known.number if known else 0
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        name = st.text_input(
            "会议名称",
            known.name if known else "",
            key=f"meeting_name_{number}",
            max_chars=LONGEST_NAME,
            width=360,
        )
        held_on = st.date_input(
            "召开日期",
            known.held_on if known else data.now().date(),
            key=f"meeting_day_{number}",
            format="YYYY-MM-DD",
            width=160,
        )
        document = st.text_input(
            "纪要文号",
            known.document if known else "",
            key=f"meeting_document_{number}",
            max_chars=60,
            width=260,
            placeholder="纪要印发后再填也可以",
        )
    return Meeting(number, name, held_on, document)


def _matter() -> list[str]:
    """The fields of the matter; gives the units."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.text_input("议定事项", key=_MATTER, max_chars=100, width=420)
        st.text_input("有关要求", key=_REQUIREMENT, max_chars=300, width=420)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        units = st.multiselect(
            "责任单位",
            data.unit_names(),
            key=_UNITS,
            placeholder="选择一个或几个单位",
            width=420,
        )
        st.text_input(
            "牵头领导", key=_LEAD, max_chars=30, width=200, placeholder="不填，按名录带出"
        )
    return units


def _deadline(ledger: Ledger, held_on: date) -> date | None:
    """So many workdays from the day of the meeting, or a day; None while none is chosen."""
    calendar = ledger.clock.calendar
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        due = st.segmented_control(
            "完成时限（工作日）",
            [*map(str, meetings.PRESETS), _BY_DAY],
            default=str(_USUAL),
            required=True,
            key=_DUE,
        )
        if due == _BY_DAY:
            return st.date_input("完成日期", None, key=_DAY, format="YYYY-MM-DD", width=160)
    deadline = calendar.after(held_on, int(due))
    caveat = calendar.caveat(held_on, deadline)
    st.markdown(
        f":gray[从会议次日起算，到]**{deadline.year}年{day_text(deadline)}**"
        + (f"　:orange[{caveat}]" if caveat else "")
    )
    return deadline


def _save(meeting: Meeting, known: Meeting | None) -> str:
    """Enters or corrects the meeting; gives the sentence that says so. Raises GovsvcError."""
    store = data.store()
    saved = store.meeting_writes.save_meeting(
        meeting, permissions.act(), expected_version=store.version()
    )
    pickers.choose("meeting", str(saved.number))
    return f"会议已{'更正' if known else '录入'}：{saved.title}。"


def _decide(meeting: Meeting, units: Sequence[str], deadline: date | None) -> str:
    """Assigns the matter; gives the sentence that says so. Raises GovsvcError."""
    store, state = data.store(), st.session_state
    if deadline is None:
        raise GovsvcError.of("matter_without_deadline")
    roster = store.settings.roster()
    entries = meetings.decided(
        meeting,
        state[_MATTER],
        [roster.unit(name) for name in units],
        deadline,
        state[_REQUIREMENT].strip(),
        state[_LEAD],
    )
    new, again = store.rectification_writes.assign(
        entries,
        permissions.act(),
        expected_version=store.version(),
        meeting=meeting,
    )
    number = store.rectification.meeting_of()[new[0].number]
    pickers.choose("meeting", str(number))
    state[_MATTER] = state[_REQUIREMENT] = state[_LEAD] = ""
    state[_UNITS] = []
    before = f"；{'、'.join(entry.unit for entry in again)}已有这一项" if again else ""
    names = "、".join(entry.unit for entry in new)
    return f"已议定：{new[0].matter}，{names}，时限{day_text(deadline)}{before}。"
