"""The tables of the 整改台账, as entries, events and standings under the present names of units."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from govsvc.assessment.listing import Listing, listing
from govsvc.assessment.problems import Identity, Index
from govsvc.domain.rectification import Entry, Event, Standing, Step, standing
from govsvc.domain.rows import ListRow
from govsvc.domain.workdays import SpecialDay, WorkCalendar
from govsvc.store import meeting_rows, units
from govsvc.store.connection import Transaction
from govsvc.store.queries import Query
from govsvc.store.values import Original


def entries(query: Query) -> list[Entry]:
    """All entries, by their numbers; those of a meeting have its present name as their document."""
    now, meetings = units.present_names(query), meeting_rows.titles(query)
    found = [Entry(*row) for row in query("read_rectification_entries")]
    return [
        replace(
            one,
            unit=now.get(one.unit, one.unit),
            document=meetings.get(one.number, one.document),
        )
        for one in found
    ]


def events(query: Query) -> dict[int, list[Event]]:
    """Entry → its events, by their numbers."""
    now, found = units.present_names(query), defaultdict(list)
    for number, entry, kind, text, unit, deadline, *rest in query("read_rectification_events"):
        step = Step(kind, text, now.get(unit, unit), deadline)
        found[entry].append(Event(number, entry, step, *rest))
    return dict(found)


def standings(query: Query, day: date | None = None) -> list[Standing]:
    """How the entries stand, or stood at the end of `day`: those that had been assigned then."""
    happened = events(query)
    return [
        standing(entry, happened.get(entry.number, ()), day)
        for entry in entries(query)
        if day is None or entry.assigned_on <= day
    ]


def calendar(query: Query) -> WorkCalendar:
    return WorkCalendar(SpecialDay(*row) for row in query("read_special_days"))


def listings(query: Query, of: Iterable[Entry]) -> Mapping[int, Listing]:
    """Number of an entry that was made from a row → where that row was on its list."""
    by_list: dict[str, list[Entry]] = defaultdict(list)
    for entry in of:
        if entry.list_key and entry.month:
            by_list[entry.list_key].append(entry)
    months = query("fact_months") if by_list else []
    now, found = units.present_names(query), {}
    for list_key, made in by_list.items():
        since = min(entry.month for entry in made if entry.month)
        rows = query("list_rows", list_key=list_key, since=since, until=date.max)
        past: dict[date, list[Identity]] = defaultdict(list)
        for row in units.as_now([ListRow(*row) for row in rows], now):
            past[row.month].append(Identity.of(row))
        indexes = {month: Index(rows) for month, rows in past.items()}
        for entry in made:
            of_kind = [month for kind, month in months if kind == entry.kind]
            found[entry.number] = listing(entry, of_kind, indexes)
    return found


def write_entry(transaction: Transaction, entry: Entry) -> None:
    transaction.rows(
        "insert_rectification_entry",
        number=entry.number,
        unit=entry.unit,
        matter=entry.matter,
        problem=entry.problem,
        assigned_on=entry.assigned_on,
        first_deadline=entry.first_deadline,
        lead=entry.lead,
        person=entry.person,
        measure=entry.measure,
        source=entry.source,
        document=entry.document,
        cycle=entry.cycle,
        list_key=entry.list_key,
        kind=entry.kind,
        month=entry.month,
        row_key=entry.key,
        code_names=list(entry.codes),
        code_values=list(entry.codes.values()),
    )


def write_event(transaction: Transaction, event: Event, evidence: Iterable[Original] = ()) -> None:
    """Writes a step with its files."""
    step = event.step
    transaction.rows(
        "insert_rectification_event",
        event_number=event.number,
        number=event.entry,
        step_kind=step.kind,
        note=step.text,
        unit=step.unit,
        deadline=step.deadline,
        event_day=event.day,
        noted_at=event.noted_at,
        who=event.who,
        account=event.account,
    )
    for file in evidence:
        transaction.rows(
            "insert_evidence",
            event_number=event.number,
            sha256=file.sha256,
            file=file.file,
            kept_as=file.kept_as,
            content=file.content,
        )
