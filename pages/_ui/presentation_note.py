"""临时新增 in the meeting: N opens a small form over the briefing, Enter saves a matter.

The form is in the page from the start, so that it opens at once; what is saved is answered without
drawing the slides anew.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from govsvc.domain.deadlines import day_text
from govsvc.domain.errors import GovsvcError
from govsvc.domain.rectification import LONGEST_NAME, Meeting
from govsvc.security import Right
from govsvc.workflow.rectification import MeetingLine, meetings
from pages._ui import data, permissions, presentation_note_script

_KEY, _ANSWER = "meeting_note", "meeting_note_answer"
#: what a first meeting is called unless it is called otherwise
_USUAL_NAME = "政务服务工作例会"
#: matters of the meeting that the form shows
_MOST_SHOWN = 3


def is_offered() -> bool:
    """Whether the visitor may enter what a meeting decides."""
    return data.actor().may(Right.REVIEW)


@st.fragment
def form() -> None:
    """The form, which the keys of the briefing open."""
    note = st.components.v2.component(
        _KEY,
        html=presentation_note_script.HTML,
        css=presentation_note_script.STYLE,
        js=presentation_note_script.SCRIPT,
        isolate_styles=False,
    )
    sent = note(
        key=_KEY,
        data=_shown() | {"answer": st.session_state.get(_ANSWER)},
        on_decided_change=_decided,
        on_left_change=lambda: None,
    )
    if sent.left:  # the slides say what was added
        st.rerun(scope="app")


def _shown() -> dict[str, Any]:
    """What the form offers: units, deadlines, the meetings of the day and what they decided."""
    ledger, today = data.ledger(), data.now().date()
    calendar = ledger.clock.calendar
    roster = data.reading().settings.roster()
    gone = roster.dissolved(today.replace(day=1))
    held = meetings.of_day(ledger)
    return {
        "units": [
            [unit.name, *unit.short_names, *unit.aliases]
            for unit in roster.units
            if unit.name not in gone and roster.successor(unit.name) == unit.name
        ],
        "presets": [[days, day_text(calendar.after(today, days))] for days in meetings.PRESETS],
        "today": f"{today}",
        "caveat": calendar.caveat(today, calendar.after(today, max(meetings.PRESETS))),
        "meetings": [
            {
                "number": line.meeting.number,
                "title": line.meeting.title,
                "count": len(line.matters),
                "matters": _matters(line),
            }
            for line in held
        ],
        "proposed": ledger.meetings[0].name if ledger.meetings else _USUAL_NAME,
        "longest": LONGEST_NAME,
    }


def _matters(line: MeetingLine) -> list[str]:
    """What the meeting decided last."""
    latest = sorted(line.matters, key=lambda one: -one.entry.number)[:_MOST_SHOWN]
    return [
        f"{one.entry.matter}（{one.unit}，{day_text(one.deadline)}）"
        if one.deadline
        else f"{one.entry.matter}（{one.unit}）"
        for one in latest
    ]


def _decided() -> None:
    """Saves what the form sent, and keeps the answer for it."""
    said = st.session_state[_KEY]["decided"]
    if not said:
        return
    answer = {"token": said["token"]}
    try:
        answer |= {"is_saved": True, "text": save(said)}
    except GovsvcError as error:
        answer |= {"is_saved": False, "text": f"{error.title}{error.step}"}
    st.session_state[_ANSWER] = answer


def save(said: Mapping[str, Any]) -> str:
    """Stores the matter; gives the sentence that says so.

    `said`: as the form sends it: number and name of the meeting, matter, requirement, units, and
    the deadline as a number of workdays or a day. Raises GovsvcError.
    """
    store, today = data.store(), data.now().date()
    units = meetings.units_named(said["units"], store.settings.roster())
    deadline = _deadline(said, today)
    meeting = _meeting(said, today)
    new, again = store.rectification_writes.assign(
        meetings.decided(meeting, said["matter"], units, deadline, said["requirement"].strip()),
        permissions.act(),
        expected_version=store.version(),
        meeting=meeting,
    )
    names = "、".join(entry.unit for entry in new)
    before = f"；{'、'.join(entry.unit for entry in again)}已有这一项" if again else ""
    return f"已记：{new[0].matter}，{names}，{day_text(deadline)}前完成{before}。"


def _meeting(said: Mapping[str, Any], today: date) -> Meeting:
    """The meeting that is said; one of that name and day that another entered meanwhile."""
    held = [one for one in data.store().rectification.meetings() if one.held_on == today]
    name = " ".join(said["name"].split())
    for one in held:
        if one.number == said["meeting"] or (not said["meeting"] and one.name == name):
            return one
    return Meeting(0, name, today)


def _deadline(said: Mapping[str, Any], today: date) -> date:
    """The day that is said, or so many workdays from today. Raises GovsvcError."""
    if said["days"] in meetings.PRESETS:
        return data.ledger().clock.calendar.after(today, said["days"])
    try:
        return date.fromisoformat(said["day"])
    except ValueError as error:
        raise GovsvcError.of("matter_without_deadline") from error
