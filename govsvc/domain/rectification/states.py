"""Which step may follow which, and what an entry's events make of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from govsvc.domain.errors import GovsvcError, NotAllowed
from govsvc.domain.indicators import CALLS
from govsvc.domain.rectification.events import (
    APPLIED,
    EVENTS,
    EXTENDED,
    LETTER,
    ONGOING,
    PASSED,
    REBOUNDED,
    REPLIED,
    RETURNED,
    SIGNED,
    TRANSFERRED,
    VOIDED,
    WITH_TEXT,
    Entry,
    Event,
    Step,
)


class State(StrEnum):
    """How an entry stands."""

    WAITING = "waiting"
    UNDER_WAY = "under_way"
    APPLIED = "applied"
    SENT_BACK = "sent_back"
    REBOUND = "rebound"
    CLOSED = "closed"
    ONGOING = "ongoing"
    VOID = "void"


#: state → what it is called
STATES: Mapping[State, str] = {
    State.WAITING: "待签收",
    State.UNDER_WAY: "整改中",
    State.APPLIED: "申请销号",
    State.SENT_BACK: "退回",
    State.REBOUND: "反弹",
    State.CLOSED: "已销号",
    State.ONGOING: "长期坚持",
    State.VOID: "作废",
}
_DECIDED = {TRANSFERRED: State.WAITING, ONGOING: State.ONGOING, VOIDED: State.VOID}


def _working(state: State) -> dict[str, State]:
    """The steps from a state in which the unit is at work."""
    return {REPLIED: state, APPLIED: State.APPLIED, EXTENDED: state, **_DECIDED}


_NEXT: Mapping[State, Mapping[str, State]] = {
    State.WAITING: {SIGNED: State.UNDER_WAY, EXTENDED: State.WAITING, **_DECIDED},
    State.UNDER_WAY: _working(State.UNDER_WAY),
    State.SENT_BACK: _working(State.SENT_BACK),
    State.REBOUND: _working(State.REBOUND),
    State.APPLIED: {
        REPLIED: State.APPLIED,
        PASSED: State.CLOSED,
        RETURNED: State.SENT_BACK,
        VOIDED: State.VOID,
    },
    State.CLOSED: {REBOUNDED: State.REBOUND},
    State.ONGOING: {REPLIED: State.ONGOING, APPLIED: State.APPLIED, VOIDED: State.VOID},
    State.VOID: {},
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How one entry stands after its events.

    `unit`: who has it now. `deadline`: the one in force. `applied_on`, `applied_by`: of the present
    application, or of the one that closed it. `last`: number of the last event, 0 where there is
    none: who takes a step says which one he has seen.
    """

    entry: Entry
    state: State
    unit: str
    deadline: date | None
    applied_on: date | None = None
    applied_by: str = ""
    closed_on: date | None = None
    last: int = 0
    last_day: date | None = None
    returns: int = 0
    extensions: int = 0
    rebounds: int = 0
    last_text: str = ""

    @property
    def is_open(self) -> bool:
        return self.state not in (State.CLOSED, State.ONGOING, State.VOID)

    @property
    def counts(self) -> bool:
        """Whether rates count it: all but 作废 and 长期坚持."""
        return self.state not in (State.VOID, State.ONGOING)


def standing(entry: Entry, events: Iterable[Event], day: date | None = None) -> Standing:
    """How the entry stood at the end of `day`, by default after all its events, which come in the
    order of their numbers.
    """
    first = State.WAITING if entry.first_deadline else State.ONGOING
    stands = Standing(
        entry,
        first,
        entry.unit,
        entry.moved_to or entry.first_deadline,
        returns=entry.returns_before,
        extensions=entry.extensions_before,
        rebounds=entry.rebounds_before,
    )
    for event in events:
        if day is not None and event.day > day:
            break
        stands = _after(stands, event)
    return stands


def _after(before: Standing, event: Event) -> Standing:
    step = event.step
    if step.kind == LETTER:  # the entry stands as it stood
        return before
    return replace(
        before,
        state=_NEXT[before.state][step.kind],
        last=event.number,
        last_day=event.day,
        last_text=step.text or before.last_text,
        **_changes(before, event),
    )


def _changes(before: Standing, event: Event) -> dict[str, Any]:
    """What the step changes beside the state."""
    step = event.step
    if step.kind == APPLIED:
        return {"applied_on": event.day, "applied_by": event.account or event.who}
    if step.kind == PASSED:
        return {"closed_on": event.day}
    if step.kind == EXTENDED:
        return {"extensions": before.extensions + 1, "deadline": step.deadline}
    if step.kind == TRANSFERRED:
        return {"unit": step.unit}
    if step.kind == RETURNED:
        return {"returns": before.returns + 1, "applied_on": None, "applied_by": ""}
    if step.kind == REBOUNDED:
        return {
            "rebounds": before.rebounds + 1,
            "deadline": step.deadline,
            "closed_on": None,
            "applied_on": None,
            "applied_by": "",
        }
    return {}


def possible(stands: Standing) -> tuple[str, ...]:
    """The kinds of steps that may come next."""
    return tuple(_NEXT[stands.state])


#: what a second call (二次回访) must have come to before an entry of a call is closed
SECOND_CALL = ("认可", "已解释")


def _refuse_without_second_call(stands: Standing, step: Step) -> None:
    """Raises GovsvcError where what was said on the phone is closed without a second call that
    ended well, by somebody of another unit (`step.unit`).
    """
    matter = stands.entry.matter
    if not step.text.startswith(SECOND_CALL):
        raise GovsvcError.of("second_call_missing", matter=matter, results="、".join(SECOND_CALL))
    if step.unit in ("", stands.unit):
        raise GovsvcError.of("second_call_by_own_unit", matter=matter, unit=stands.unit)


def refuse(stands: Standing, step: Step, day: date, by: str) -> None:
    """Raises GovsvcError where the step cannot follow on `day`: not from this state, without the
    text, unit or deadline that it needs, or before what happened last; NotAllowed where `by`, the
    account, closes what it applied for itself.
    """
    name, state = EVENTS[step.kind], STATES[stands.state]
    if step.kind not in _NEXT[stands.state]:
        raise GovsvcError.of(
            "step_not_possible", matter=stands.entry.matter, state=state, name=name
        )
    if step.kind == PASSED and by == stands.applied_by:
        raise NotAllowed.of("closed_by_applicant", matter=stands.entry.matter)
    if step.kind == PASSED and stands.entry.kind == CALLS:
        _refuse_without_second_call(stands, step)
    if step.kind in WITH_TEXT and not step.text.strip():
        raise GovsvcError.of("step_without_text", name=name)
    if step.kind == TRANSFERRED and step.unit in ("", stands.unit):
        raise GovsvcError.of("step_without_unit")
    if step.kind in (EXTENDED, REBOUNDED) and (
        step.deadline is None
        or (step.kind == EXTENDED and stands.deadline and step.deadline <= stands.deadline)
        or step.deadline < day
    ):
        rule = "要晚于原时限，不早于当天" if step.kind == EXTENDED else "不能早于当天"
        raise GovsvcError.of("deadline_not_later", name=name, rule=rule)
    if day < max(stands.entry.assigned_on, stands.last_day or stands.entry.assigned_on):
        raise GovsvcError.of("step_before_last", name=name)
