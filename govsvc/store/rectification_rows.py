"""The tables of the 整改台账, as entries, events and standings under the present names of units."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from govsvc.assessment.listing import Listing, identity, is_on, listing, row_of
from govsvc.assessment.problems import Identity, Index, Remains
from govsvc.domain import indicators
from govsvc.domain.rectification import Entry, Event, Standing, Step, standing
from govsvc.domain.rows import ListRow
from govsvc.domain.workdays import SpecialDay, WorkCalendar
from govsvc.store import meeting_rows, remaining, units
from govsvc.store.engine import Transaction
from govsvc.store.queries import Query, Row
from govsvc.store.values import Original

_REPEATED = {"read_units", "entry_units", "village_list_month", "read_entries"}
_KNOWN_LISTS = {one.key for one in indicators.LISTS}


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
    return standings_of(entries(query), events(query), day)


def standings_of(
    found: Iterable[Entry], happened: Mapping[int, Sequence[Event]], day: date | None = None
) -> list[Standing]:
    """How these entries stand by what happened to them, as `standings`."""
    return [
        standing(entry, happened.get(entry.number, ()), day)
        for entry in found
        if day is None or entry.assigned_on <= day
    ]


def calendar(query: Query) -> WorkCalendar:
    return WorkCalendar(SpecialDay(*row) for row in query("read_special_days"))


def listings(query: Query, of: Iterable[Entry]) -> Mapping[int, Listing]:
    """Number of an entry that was made from a row → what the data say of that row."""
    by_list: dict[str, list[Entry]] = defaultdict(list)
    for entry in of:
        if entry.list_key in _KNOWN_LISTS and entry.month:
            by_list[entry.list_key].append(entry)
    if not by_list:
        return {}
    query = _once(query)
    months: dict[str, list[date]] = defaultdict(list)
    for kind, month in query("fact_months"):
        months[kind].append(month)
    carried = {
        kind: remaining.carried(query, kind, max(months[kind]))
        for kind in {entry.kind for made in by_list.values() for entry in made}
        if months[kind]
    }
    found: dict[int, Listing] = {}
    for list_key, made in by_list.items():
        past = _lists(query, list_key, min(entry.month for entry in made if entry.month))
        remains = _remains(query, list_key, made, months[made[0].kind], past)
        for entry in made:
            found[entry.number] = listing(
                entry, months[entry.kind], past, remains, carried.get(entry.kind, ())
            )
    return found


def _lists(query: Query, list_key: str, since: date) -> dict[date, Index]:
    """Month → its rows on the list."""
    past: dict[date, list[Identity]] = defaultdict(list)
    rows = query("list_rows", list_key=list_key, since=since, until=date.max)
    for row in units.as_now([ListRow(*row) for row in rows], units.present_names(query)):
        past[row.month].append(Identity.of(row))
    return {month: Index(rows) for month, rows in past.items()}


def _remains(
    query: Query,
    list_key: str,
    made: Iterable[Entry],
    months: Sequence[date],
    past: Mapping[date, Index],
) -> dict[date, Remains]:
    """Month → what it has of the entries' rows that are not on its list."""
    problem_list = indicators.list_by_key(list_key)
    kind = indicators.kind_of_list(problem_list)
    like: dict[int, ListRow] = {}
    lacking = []
    for entry in made:
        row, of = row_of(entry), identity(entry)
        absent = [m for m in months if m >= row.month and not is_on(past.get(m), of)]
        lacking += absent
        if absent:
            like[entry.number] = row
    wanted = [
        (before, month)
        for before, month in zip([*months[:1], *months], months)
        if month in set(lacking)
    ]
    return {
        month: Remains(*found)
        for month, found in remaining.remaining(
            query, kind, wanted, problem_list.indicator, list(like.values())
        ).items()
    }


def _once(query: Query) -> Query:
    """The same queries; of those that are asked again and again each answer is read once."""
    answers: dict[tuple[Any, ...], list[Row]] = {}

    def rows(name: str, **parameters: Any) -> list[Row]:
        if name not in _REPEATED:
            return query(name, **parameters)
        question = name, *parameters.values()
        if question not in answers:
            answers[question] = query(name, **parameters)
        return answers[question]

    return rows


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
        partners=entry.partners,
        goal=entry.goal,
        note=entry.note,
        code=entry.code,
        evidence=entry.evidence,
        file=entry.file,
        moved_to=entry.moved_to,
        returns_before=entry.returns_before,
        extensions_before=entry.extensions_before,
        rebounds_before=entry.rebounds_before,
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
