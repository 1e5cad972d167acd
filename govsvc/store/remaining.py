"""What a month still has of rows that are on a list no more."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from govsvc.assessment import counting
from govsvc.assessment.problems import CODES
from govsvc.domain.entries import Entry
from govsvc.domain.indicators import STATIONS, VILLAGES
from govsvc.domain.rows import OUT_OF_SCOPE, ListRow
from govsvc.store import units
from govsvc.store.queries import Query
from govsvc.store.values import RETURNED

Dated = TypeVar("Dated", Entry, ListRow)
#: the attributes that are codes, as queries give them
_CODES = ("business_code", "implementation_code", "item_code", "basic_code")


#: rows that an indicator counts; all rows; the units with rows
Remaining = tuple[list[ListRow], list[Entry], Collection[str]]


def remaining(
    query: Query,
    kind: str,
    months: Sequence[tuple[date, date]],
    indicator: str,
    like: Sequence[ListRow],
) -> dict[date, Remaining]:
    """Month → (its rows that `indicator` counts; all its rows and, of dissolved units, those of the
    month before; the units with rows), all after all merges of units. Only rows that may be one of
    `like` are read; of their attributes they have the codes alone.

    `months`: ascending, each with the month with data before it, or itself where there is none.
    """
    if not months:
        return {}
    roster, now = units.read(query), units.present_names(query)
    since = min(before for before, _ in months)
    present, counted = _identities(query, kind, since, months[-1][1], indicator, like)
    found: dict[date, Remaining] = {}
    for before, month in months:
        here = list(present.get(month, ()))
        if kind == STATIONS:
            here += _merged_villages(query, month, now)
        if dissolved := roster.dissolved(month):
            here += [
                replace(entry, status=OUT_OF_SCOPE)
                for entry in present.get(before, ())
                if entry.unit in dissolved
            ]
        names = query("entry_units", kind=kind, month=month)
        found[month] = counted.get(month, []), here, {now.get(unit, unit) for unit, _ in names}
    return found


def _merged_villages(query: Query, month: date, now: Mapping[str, str]) -> list[Entry]:
    """The villages that were merged into others: still there, and no longer counted."""
    ((listed,),) = query("village_list_month", month=month)
    stored = query("read_entries", kind=VILLAGES, month=listed) if listed else []
    return [
        replace(village, status=OUT_OF_SCOPE)
        for village in units.as_now([Entry(*row) for row in stored], now)
        if village.attributes.get(counting.MERGED_INTO)
    ]


def carried(query: Query, kind: str, month: date) -> set[str]:
    """The units all of whose rows of the month are carried over (沿用上月), and that have not said
    that nothing changed.
    """
    now = units.present_names(query)
    told = {
        now.get(unit, unit)
        for of, unit, state, *_ in query("read_submissions", month=month)
        if of == kind and state != RETURNED
    }
    names = {unit for (unit,) in query("carried_units", kind=kind, month=month)}
    return {now.get(unit, unit) for unit in names} - told


def _identities(
    query: Query, kind: str, since: date, until: date, indicator: str, like: Sequence[ListRow]
) -> tuple[dict[date, list[Entry]], dict[date, list[ListRow]]]:
    """By month the rows of one kind that share a code or the name with one of `like`: (all that are
    stored, those that `indicator` counts).
    """
    present, counted = [], []
    for month, unit, key, name, status, is_counted, *codes in query(
        "identities", kind=kind, since=since, until=until, indicator=indicator, **marks(like)
    ):
        if status != counting.ABSENT:
            present.append(Entry(kind, month, unit, key, name, coded(codes), {}, status))
        if is_counted:
            counted.append(ListRow(kind, month, unit, key, name, coded(codes)))
    now = units.present_names(query)
    return _by_month(units.as_now(present, now)), _by_month(units.as_now(counted, now))


def _by_month(rows: Iterable[Dated]) -> dict[date, list[Dated]]:
    found: dict[date, list[Dated]] = defaultdict(list)
    for row in rows:
        found[row.month].append(row)
    return found


def marks(rows: Sequence[ListRow]) -> dict[str, list[str]]:
    """The names and codes by which stored rows are taken for one of `rows`."""
    return {
        "names": list(dict.fromkeys(row.name for row in rows if row.name)),
        "codes": list(
            dict.fromkeys(
                row.attributes[code] for row in rows for code in CODES if row.attributes.get(code)
            )
        ),
    }


def coded(codes: Sequence[str | None]) -> dict[str, str]:
    """The attributes that are codes."""
    return {field: code for field, code in zip(_CODES, codes) if code}
