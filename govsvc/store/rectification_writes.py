"""Writes of the 整改台账: what is assigned, the steps that are taken, 节假日安排."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import count

from govsvc.assessment.listing import identity
from govsvc.assessment.problems import Index
from govsvc.domain import personal_data
from govsvc.domain.errors import GovsvcError, NotAllowed, StaleVersion
from govsvc.domain.indicators import CHAINS, FEEDBACK_KINDS
from govsvc.domain.mappings import Choices
from govsvc.domain.rectification import (
    OF_BUREAU,
    OF_MEETING,
    OF_UNIT,
    PASSED,
    STATES,
    TRANSFERRED,
    Entry,
    Event,
    Meeting,
    Standing,
    State,
    Step,
    refuse,
)
from govsvc.domain.rectification.history import Imported
from govsvc.domain.roster import Roster
from govsvc.domain.workdays import SpecialDay
from govsvc.security import audit_sentences, write_kinds
from govsvc.store import meeting_rows, meeting_writes, permissions, rectification_rows, units
from govsvc.store.engine import Transaction
from govsvc.store.session import Session
from govsvc.store.setting_rows import remember
from govsvc.store.values import RECTIFY, SETTING, Act, Original

#: kinds of entries that are made of no row of a list
_OF_SAYINGS = (*FEEDBACK_KINDS, CHAINS)


class RectificationWrites:
    """Assigns entries and takes steps with them; nothing is written over."""

    def __init__(self, session: Session):
        self._session = session

    def assign(
        self,
        entries: Sequence[Entry],
        act: Act,
        *,
        expected_version: int,
        meeting: Meeting | None = None,
    ) -> tuple[list[Entry], list[Entry]]:
        """Assigns (交办) the entries, whose numbers and batch are given here; gives (those that
        were assigned, those that were not, since their row has an open entry already).

        `meeting`: that decided them; one without a number is entered with them. What it has decided
        already, the same matter of the same unit, is not assigned again. Raises GovsvcError where
        none is left, a unit is not in the roster, a deadline is before the assignment or the
        meeting is not there or still to come, NotAllowed, StaleVersion, StoreError; nothing changes
        then.
        """
        kind = write_kinds.MEETING if meeting else write_kinds.ASSIGNING
        with self._session.write(expected_version, replace(act, what=RECTIFY), kind) as write:
            transaction = write.transaction
            self._refuse_entries(transaction, entries)
            new, doubled = _without_doubled(transaction, entries)
            if meeting:
                new, decided = _without_decided(transaction, meeting, new)
                doubled += decided
            if not new:
                raise GovsvcError.of("assigned_before", count=len(doubled))
            ((last, _),) = transaction.rows("last_rectification_numbers")
            numbered = [
                replace(_masked(entry), number=last + place, batch=transaction.version)
                for place, entry in enumerate(new, start=1)
            ]
            for entry in numbered:
                rectification_rows.write_entry(transaction, entry)
            if meeting:
                meeting_writes.decide(write, meeting, numbered)
            else:
                write.note(audit_sentences.assigned(numbered))
            return numbered, doubled

    def import_ledger(
        self,
        matters: Sequence[Imported],
        act: Act,
        *,
        expected_version: int,
        roster: Roster | None = None,
        choices: Choices = Choices(),
        meeting: Meeting | None = None,
    ) -> list[Entry]:
        """Enters the matters of a 整改台账 with the steps that it tells of; all of them, or none.

        An entry keeps its number where no other has it. `roster`: as it is to be, with the answers
        to unknown names; `choices`: to be remembered; `meeting`: that decided those of them
        whose source is a meeting. Gives the entries as they are stored. Raises
        GovsvcError where there is none, a unit is not in the roster or a deadline is before the
        assignment, NotAllowed where the actor may not enter all of them, StaleVersion, StoreError;
        nothing changes then.
        """
        with self._session.write(
            expected_version, replace(act, what=RECTIFY), write_kinds.IMPORTING_LEDGER
        ) as write:
            decided = sum(any(past.step.kind in OF_BUREAU for past in one.steps) for one in matters)
            if decided:
                permissions.require(self._session.actor, write_kinds.IMPORTING_DECIDED)
            transaction = write.transaction
            if roster is not None and roster.units:
                units.write(transaction, roster, write.act.when.date())
            remember(transaction, choices)
            self._refuse_entries(transaction, [one.entry for one in matters])
            entries = self._write_imported(transaction, matters, write.act)
            of_meeting = [entry for entry in entries if entry.source == OF_MEETING]
            if meeting and of_meeting:
                meeting_writes.decide(write, meeting, of_meeting)
            files = list(dict.fromkeys(entry.file for entry in entries))
            write.note(audit_sentences.ledger_imported(files, entries, decided))
            return entries

    def _refuse_entries(self, transaction: Transaction, entries: Sequence[Entry]) -> None:
        """Raises GovsvcError where one of them cannot be assigned, or there is none."""
        if not entries:
            raise GovsvcError.of("nothing_assigned")
        known = self._roster_names(transaction)
        for entry in entries:
            if known and entry.unit not in known:
                raise GovsvcError.of("unknown_unit", unit=entry.unit)
            if entry.first_deadline and entry.first_deadline < entry.assigned_on:
                raise GovsvcError.of("deadline_before_assignment", matter=entry.matter)

    def _write_imported(
        self, transaction: Transaction, matters: Sequence[Imported], act: Act
    ) -> list[Entry]:
        taken = {one.number for one in rectification_rows.entries(transaction.rows)}
        own = {one.entry.number for one in matters if one.entry.number not in taken} - {0}
        ((last, last_event),) = transaction.rows("last_rectification_numbers")
        free = count(max({last, *own}) + 1)
        account = self._session.actor.account or act.who
        entries = []
        for one in matters:
            is_own = one.entry.number in own
            own.discard(one.entry.number)
            number = one.entry.number if is_own else next(free)
            entry = replace(_masked(one.entry), number=number, batch=transaction.version)
            rectification_rows.write_entry(transaction, entry)
            entries.append(entry)
            for past in one.steps:
                last_event += 1
                step = replace(past.step, text=personal_data.mask(past.step.text))
                by = "" if past.step.kind in OF_UNIT else account
                event = Event(last_event, number, step, past.day, act.when, past.who, by)
                rectification_rows.write_event(transaction, event)
        return entries

    def _roster_names(self, transaction: Transaction) -> set[str]:
        return {unit.name for unit in units.read(transaction.rows).units}

    def take(
        self,
        seen: Mapping[int, int],
        step: Step,
        act: Act,
        *,
        evidence: Sequence[Original] = (),
    ) -> int:
        """Takes one step with all of the entries, or with none; gives the new version.

        `seen`: number of an entry → number of its last event that whoever acts has seen, 0 for
        none. The day is that of `act`. Raises StaleVersion where another has taken a step with one
        of them since, GovsvcError where the step cannot follow or closes against the data without a
        reason, NotAllowed where the entry is not the actor's or he would close what he applied for,
        StoreError; nothing changes then.
        """
        kind = write_kinds.REPLYING if step.kind in OF_UNIT else write_kinds.DECIDING
        step = replace(step, text=personal_data.mask(step.text.strip()))
        with self._session.write(
            self._session.version(), replace(act, what=RECTIFY), kind
        ) as write:
            transaction, act = write.transaction, write.act
            chosen = self.chosen(transaction, seen)
            by, day = self._session.actor.account or act.who, act.when.date()
            for one in chosen:
                refuse(one, step, day, by)
            if step.kind == TRANSFERRED:
                known = self._roster_names(transaction)
                if known and step.unit not in known:
                    raise GovsvcError.of("unknown_unit", unit=step.unit)
            if step.kind == PASSED and not step.text:
                _refuse_against_data(transaction, chosen)
            ((_, last),) = transaction.rows("last_rectification_numbers")
            for place, one in enumerate(chosen, start=1):
                event = Event(last + place, one.entry.number, step, day, act.when, act.who, by)
                rectification_rows.write_event(transaction, event, evidence)
            write.note(
                audit_sentences.step_taken(
                    [one.entry.matter for one in chosen],
                    [STATES[one.state] for one in chosen],
                    step,
                )
            )
            return transaction.version

    def chosen(self, transaction: Transaction, seen: Mapping[int, int]) -> list[Standing]:
        """The entries that are acted on, as they stand; raises as `take` does where one has
        changed, is not there or is not the actor's.
        """
        if not seen:
            raise GovsvcError.of("nothing_assigned")
        stands = {one.entry.number: one for one in rectification_rows.standings(transaction.rows)}
        chosen = []
        for number, last in seen.items():
            one = stands.get(number)
            if one is None:
                raise GovsvcError.of("no_such_entry", number=number)
            if one.last != last:
                raise StaleVersion.of("entry_changed", matter=one.entry.matter)
            chosen.append(one)
        foreign = self._session.foreign_units([one.unit for one in chosen])
        if foreign:
            raise NotAllowed.of("foreign_units", foreign=foreign, units=self._session.actor.units)
        return chosen

    def set_holidays(
        self, year: int, days: Sequence[SpecialDay], act: Act, *, expected_version: int
    ) -> int:
        """Enters the 节假日安排 of a year in place of what there was; without days what was
        published holds. Gives the new version.

        Raises GovsvcError where a day is of another year or twice, StaleVersion, StoreError.
        """
        with self._session.write(
            expected_version, replace(act, what=SETTING), write_kinds.SETTING_HOLIDAYS
        ) as write:
            transaction = write.transaction
            seen = set()
            for one in days:
                if one.day.year != year or one.day in seen:
                    raise GovsvcError.of("day_not_of_year", day=one.day, year=year)
                seen.add(one.day)
            calendar = rectification_rows.calendar(transaction.rows)
            before = sum(one.day.year == year for one in calendar.days)
            transaction.rows("delete_special_days", year=year)
            for one in days:
                transaction.rows(
                    "insert_special_day",
                    special_day=one.day,
                    is_off=one.is_off,
                    document=one.document,
                )
            write.note(audit_sentences.holidays_set(year, before, len(days)))
            return transaction.version


def _masked(entry: Entry) -> Entry:
    """The entry, with personal numbers in what was typed masked."""
    return replace(
        entry,
        problem=personal_data.mask(entry.problem),
        measure=personal_data.mask(entry.measure),
        person=personal_data.mask(entry.person),
        partners=personal_data.mask(entry.partners),
        goal=personal_data.mask(entry.goal),
        note=personal_data.mask(entry.note),
        evidence=personal_data.mask(entry.evidence),
    )


def _without_doubled(
    transaction: Transaction, entries: Sequence[Entry]
) -> tuple[list[Entry], list[Entry]]:
    """(entries whose row, call, 差评 or link of a 一件事 has no open entry, those where it has one,
    or that are twice among them).
    """
    taken: dict[str, list[Entry]] = {}
    said: set[tuple[str, date | None, str]] = set()
    for one in rectification_rows.standings(transaction.rows):
        if not (one.is_open or one.state == State.ONGOING):
            continue
        if one.entry.list_key:
            taken.setdefault(one.entry.list_key, []).append(one.entry)
        elif one.entry.kind in _OF_SAYINGS:
            said.add((one.entry.kind, one.entry.month, one.entry.key))
    new: list[Entry] = []
    doubled: list[Entry] = []
    indexes = {key: Index(map(identity, those)) for key, those in taken.items()}
    seen: set[tuple[str, str, str]] = set()
    for entry in entries:
        row = (entry.list_key, entry.unit, entry.key)
        index = indexes.get(entry.list_key)
        is_doubled = bool(entry.list_key) and (
            row in seen or (index is not None and index.find(identity(entry)) is not None)
        )
        if entry.kind in _OF_SAYINGS:
            is_doubled = (entry.kind, entry.month, entry.key) in said
            said.add((entry.kind, entry.month, entry.key))
        (doubled if is_doubled else new).append(entry)
        seen.add(row)
    return new, doubled


def _without_decided(
    transaction: Transaction, meeting: Meeting, entries: Sequence[Entry]
) -> tuple[list[Entry], list[Entry]]:
    """(entries that the meeting has not decided yet, those that it has). Raises GovsvcError where
    one says no matter, or none is left.
    """
    if not all(entry.matter.strip() for entry in entries):
        raise GovsvcError.of("matter_missing")
    stored = [
        replace(one.entry, unit=one.unit)
        for one in rectification_rows.standings(transaction.rows)
        if one.state != State.VOID
    ]
    new, again = meeting_rows.new_among(transaction, meeting, entries, stored)
    if not new:
        raise GovsvcError.of("decided_before")
    return new, again


def _refuse_against_data(transaction: Transaction, chosen: Sequence[Standing]) -> None:
    """Raises GovsvcError where the data do not show that the row of one of them is solved."""
    listings = rectification_rows.listings(transaction.rows, [one.entry for one in chosen])
    for one in chosen:
        listing = listings.get(one.entry.number)
        if listing and not listing.has_left:
            code = "closed_against_data" if listing.is_listed else "closed_without_proof"
            month = listing.month or one.entry.month
            raise GovsvcError.of(code, matter=one.entry.matter, month=month)
