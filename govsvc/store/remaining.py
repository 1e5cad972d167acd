"""What a month still has of rows that are on a list no more."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from govsvc.assessment import counting
from govsvc.assessment.problems import CODES
from govsvc.domain.entries import Entry
from govsvc.domain.indicators import STATIONS, VILLAGES
from govsvc.domain.rows import OUT_OF_SCOPE, ListRow
from govsvc.store import units
from govsvc.store.queries import Query
from govsvc.store.values import RETURNED

#: the attributes that are codes, as queries give them
_CODES = ("business_code", "implementation_code", "item_code", "basic_code")


def remaining(
    query: Query, kind: str, month: date, before: date, indicator: str, like: Sequence[ListRow]
) -> tuple[list[ListRow], list[Entry], Collection[str]]:
    """(rows of `month` that `indicator` counts; all its rows and, of dissolved units, those of the
    month `before`; the units with rows), all after all merges of units. Only rows that may be one
    of `like` are read; of their attributes they have the codes alone.
    """
    roster, now = units.read(query), units.present_names(query)
    present, counted = _identities(query, kind, month, indicator, like)
    if kind == STATIONS:
        # a merged village is still there, and no longer counted
        ((listed,),) = query("village_list_month", month=month)
        stored = query("read_entries", kind=VILLAGES, month=listed) if listed else []
        present += [
            replace(village, status=OUT_OF_SCOPE)
            for village in units.as_now([Entry(*row) for row in stored], now)
            if village.attributes.get(counting.MERGED_INTO)
        ]
    dissolved = roster.dissolved(month)
    if dissolved:
        gone, _ = _identities(query, kind, before, indicator, like)
        present += [
            replace(entry, status=OUT_OF_SCOPE) for entry in gone if entry.unit in dissolved
        ]
    names = query("entry_units", kind=kind, month=month)
    return counted, present, {now.get(unit, unit) for unit, _ in names}


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
    query: Query, kind: str, month: date, indicator: str, like: Sequence[ListRow]
) -> tuple[list[Entry], list[ListRow]]:
    """The rows of one kind and month that share a code or the name with one of `like`: (all that
    are stored, those that `indicator` counts).
    """
    present, counted = [], []
    for unit, key, name, status, is_counted, *codes in query(
        "identities", kind=kind, month=month, indicator=indicator, **marks(like)
    ):
        if status != counting.ABSENT:
            present.append(Entry(kind, month, unit, key, name, coded(codes), {}, status))
        if is_counted:
            counted.append(ListRow(kind, month, unit, key, name, coded(codes)))
    now = units.present_names(query)
    return units.as_now(present, now), units.as_now(counted, now)


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
