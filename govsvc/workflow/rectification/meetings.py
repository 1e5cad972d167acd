"""会议议定事项: what a meeting decided, made into entries, and what became of it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from govsvc.domain.errors import GovsvcError
from govsvc.domain.rectification import (
    OF_MEETING,
    Entry,
    Light,
    Meeting,
    Standing,
    State,
)
from govsvc.domain.roster import Roster, Unit
from govsvc.workflow.rectification.assigning import CYCLES, Terms, typed
from govsvc.workflow.rectification.ledger import Ledger

#: workdays that a matter is usually given
PRESETS = (3, 5, 10, 15, 30)
_BETWEEN_NAMES = re.compile(r"[、，,；;\s]+")


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A meeting and its matters as they stand, those overdue first; what is 作废 is left out."""

    meeting: Meeting
    matters: tuple[Standing, ...]
    overdue: int
    due_soon: int

    @property
    def settled(self) -> int:
        """已落实: closed."""
        return sum(one.state == State.CLOSED for one in self.matters)

    @property
    def under_way(self) -> int:
        """正在办理, overdue ones among them."""
        return sum(one.is_open for one in self.matters)

    @property
    def lasting(self) -> int:
        """长期坚持."""
        return sum(one.state == State.ONGOING for one in self.matters)

    def words(self, whose: str = "") -> str:
        """议定8项，已落实5项，正在办理3项，其中逾期1项. `whose`: the overdue ones are, in words."""
        if not self.matters:
            return "没有录入议定事项"
        if self.settled == len(self.matters):
            return f"议定{self.settled}项，全部落实"
        parts = [f"议定{len(self.matters)}项"]
        if self.settled:
            parts.append(f"已落实{self.settled}项")
        if self.under_way:
            parts.append(f"正在办理{self.under_way}项")
        if self.overdue:
            parts.append(f"其中逾期{self.overdue}项" + (f"（{whose}）" if whose else ""))
        if self.lasting:
            parts.append(f"长期坚持{self.lasting}项")
        return "，".join(parts)


def lines(ledger: Ledger) -> list[MeetingLine]:
    """All meetings with their matters, the latest held first."""
    of_meeting: dict[int, list[Standing]] = {}
    for one in ledger.urgent_first():
        number = ledger.meeting_of.get(one.entry.number)
        if number is not None and one.state != State.VOID:
            of_meeting.setdefault(number, []).append(one)
    return [
        _line(ledger, meeting, of_meeting.get(meeting.number, ())) for meeting in ledger.meetings
    ]


def _line(ledger: Ledger, meeting: Meeting, matters: Sequence[Standing]) -> MeetingLine:
    lights = [ledger.clock.light(one) for one in matters if one.is_open]
    return MeetingLine(meeting, tuple(matters), lights.count(Light.RED), lights.count(Light.YELLOW))


def last_before(ledger: Ledger) -> MeetingLine | None:
    """上次会议: the latest one before the ledger's day that decided anything; None where there is
    none. What is held on the day itself is the meeting that looks back.
    """
    return next(
        (one for one in lines(ledger) if one.matters and one.meeting.held_on < ledger.clock.day),
        None,
    )


def of_day(ledger: Ledger) -> list[MeetingLine]:
    """The meetings of the ledger's day, the one entered last first."""
    return [one for one in lines(ledger) if one.meeting.held_on == ledger.clock.day]


def units_named(text: str, roster: Roster) -> list[Unit]:
    """The units that a text names, one after another: 住建局、公安局. Short and former names will
    do; what was merged is its successor.

    Raises GovsvcError where the roster lacks one, or none is named.
    """
    found: dict[str, Unit] = {}
    for name in filter(None, _BETWEEN_NAMES.split(text)):
        known = roster.resolve(name)
        if known is None:
            raise GovsvcError.of("unknown_unit", unit=name)
        unit = roster.unit(roster.successor(known.name))
        found[unit.name] = unit
    if not found:
        raise GovsvcError.of("matter_without_unit")
    return list(found.values())


def decided(
    meeting: Meeting,
    matter: str,
    units: Iterable[Unit],
    deadline: date,
    requirement: str = "",
    lead: str = "",
) -> list[Entry]:
    """What the meeting decided, an entry a unit; its time runs from the day of the meeting.

    `requirement`: 有关要求. `lead`: 牵头领导, by default who leads the unit.
    """
    terms = Terms(meeting.held_on, deadline, source=OF_MEETING, cycle=CYCLES[0])
    name = " ".join(matter.split())
    return [
        typed(unit.name, name, requirement, lead.strip() or unit.leader or "", terms)
        for unit in units
    ]
