"""What an imported 整改台账 says of a matter → an entry, and the steps to where it stands."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time

from govsvc.domain.rectification.events import (
    APPLIED,
    ONGOING,
    PASSED,
    REBOUNDED,
    REPLIED,
    RETURNED,
    SIGNED,
    VOIDED,
    Entry,
    Event,
    Step,
)
from govsvc.domain.rectification.ledger_rows import LedgerRow
from govsvc.domain.rectification.states import State

#: numbers of that many digits are taken as the entry's own
_MOST_DIGITS = 5
_AFTER_APPLICATION = (State.APPLIED, State.CLOSED, State.SENT_BACK, State.REBOUND)


@dataclass(frozen=True, slots=True)
class PastStep:
    """A step that was taken before the import. `who`: "" where the ledger does not say."""

    step: Step
    day: date
    who: str = ""


@dataclass(frozen=True, slots=True)
class Imported:
    """An entry as it was assigned, with the steps since. Its number is the one that the ledger
    prints, 0 where it prints none.
    """

    entry: Entry
    steps: tuple[PastStep, ...]

    def events(self) -> list[Event]:
        """The steps as they would be noted, to see where they lead."""
        return [
            Event(number, 0, past.step, past.day, datetime.combine(past.day, time()), past.who)
            for number, past in enumerate(self.steps, start=1)
        ]


def imported(row: LedgerRow, deadline: date | None, file: str, today: date) -> Imported:
    """The entry of a row and its steps. `deadline`: the day that its wording comes to, None for
    what is 长期坚持; `today`: what a ledger says of an open matter is as of then.

    A step whose day the ledger lacks is taken to have followed the one before at once.
    """
    number = int(row.code) if _is_number(row.code) else 0
    state = row.state or State.WAITING
    entry = Entry(
        number,
        0,
        row.unit,
        row.matter,
        row.problem,
        row.assigned_on,
        deadline,
        row.lead,
        row.person,
        row.measure,
        row.source,
        row.document,
        row.cycle,
        partners=row.partners,
        goal=row.goal,
        note=_note(row),
        code="" if number else row.code,
        evidence=row.evidence,
        file=file,
        moved_to=row.moved_to if row.moved_to != deadline else None,
        returns_before=max(0, row.returns - (state == State.SENT_BACK)),
        extensions_before=row.extensions,
        rebounds_before=max(0, row.rebounds - (state == State.REBOUND)),
    )
    return Imported(entry, tuple(_steps(row, state, deadline, today)))


def _is_number(code: str) -> bool:
    return code.isascii() and code.isdecimal() and code[0] != "0" and len(code) <= _MOST_DIGITS


def _note(row: LedgerRow) -> str:
    """备注, with the wording of the deadline where that is no day."""
    wording = f"时限原文“{row.due.wording}”" if row.due.wording else ""
    return "；".join(filter(None, (row.note, wording)))


def _steps(row: LedgerRow, state: State, deadline: date | None, today: date) -> list[PastStep]:
    """The steps from the assignment to the state."""
    if state == State.VOID:
        text = row.review or row.progress
        return [PastStep(Step(VOIDED, text), _last_day(row))]
    is_ongoing = deadline is None
    steps: list[PastStep] = []
    if state != State.WAITING and not is_ongoing:
        steps.append(PastStep(Step(SIGNED), row.signed_on or row.assigned_on, row.unit))
    if state == State.ONGOING and not is_ongoing:
        steps.append(PastStep(Step(ONGOING), _last_day(row)))
    reply = Step(REPLIED, row.progress)
    if state not in _AFTER_APPLICATION:
        is_said = row.progress and (state != State.WAITING or is_ongoing)
        return [*steps, PastStep(reply, max(today, _last_day(row)), row.unit)] if is_said else steps
    applied_on = row.applied_on or row.closed_on or _last_day(row)
    decided = _decided(row, state, deadline, max(applied_on, row.closed_on or applied_on))
    # what a ledger says last of an open matter came after what was decided
    is_last = state != State.CLOSED and row.progress not in ("", row.review)
    if row.progress and not is_last:
        steps.append(PastStep(reply, applied_on, row.unit))
    steps += [PastStep(Step(APPLIED), applied_on, row.unit), *decided]
    if is_last:
        steps.append(PastStep(reply, max(today, steps[-1].day), row.unit))
    return steps


def _decided(row: LedgerRow, state: State, deadline: date | None, day: date) -> list[PastStep]:
    """What the bureau decided on the application."""
    if state == State.APPLIED:
        return []
    if state == State.SENT_BACK:
        return [PastStep(Step(RETURNED, row.review), day, row.reviewer)]
    passed = PastStep(Step(PASSED, row.review), day, row.reviewer)
    if state == State.CLOSED:
        return [passed]
    again = row.moved_to or deadline
    return [replace(passed, step=Step(PASSED)), PastStep(Step(REBOUNDED, deadline=again), day)]


def _last_day(row: LedgerRow) -> date:
    """The last day that the ledger tells of the matter."""
    days = (row.assigned_on, row.signed_on, row.applied_on, row.closed_on)
    return max(day for day in days if day)
