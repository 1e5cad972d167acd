"""The roster in the database, and stored rows under the present names of their units."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TypeVar

from govsvc.domain.entries import Entry
from govsvc.domain.errors import GovsvcError
from govsvc.domain.indicators import STATIONS, VILLAGES
from govsvc.domain.roster import Roster, Unit, kind_of
from govsvc.domain.rows import ListRow
from govsvc.domain.units import ANSWERED, ANSWERED_ON
from govsvc.store import tables
from govsvc.store.engine import Transaction
from govsvc.store.queries import Query, Row
from govsvc.store.setting_rows import write_setting
from govsvc.store.values import RETURNED, JudgedRow, Submission

Stored = TypeVar("Stored", Entry, ListRow, JudgedRow)


def read(query: Query) -> Roster:
    """The roster; where there is none yet, the units of the stored rows."""
    roster = _stored(query)
    return roster if roster.units else with_missing_units(Roster(), query("unit_months"))


def present_names(query: Query, at: date | None = None) -> Mapping[str, str]:
    """Name in a stored row → the unit that the row belongs to in the month `at`, by default after
    all merges.
    """
    return _stored(query).present_names(at)


def _stored(query: Query) -> Roster:
    return Roster(
        Unit(name, kind, tuple(short_names), tuple(aliases), *rest)
        for name, kind, short_names, aliases, *rest in query("read_units")
    )


def with_missing_units(roster: Roster, names: Iterable[Row]) -> Roster:
    """The roster with those units added that it lacks, of (name, kind of rows, month)."""
    # what a village list or ledger calls a township is one, whatever its name
    ordered = sorted(names, key=lambda row: row[1] not in (STATIONS, VILLAGES))
    return roster.with_missing_units(
        ((known.name if (known := roster.resolve(name)) else name), kind_of(kind, name), month)
        for name, kind, month in ordered
    )


def write(transaction: Transaction, roster: Roster, day: date) -> None:
    """Writes the roster in place of the stored one, where it is another; notes the day where a unit
    answers otherwise than before.
    """
    before = _stored(transaction.rows)
    if roster == before:
        return
    if any(unit.answers != _answered(before, unit) for unit in roster.units):
        write_setting(transaction, ANSWERED_ON, day.isoformat())
    transaction.rows("clear_unit")
    transaction.run_with("incoming_unit", tables.units(roster), "insert_units")


def _answered(before: Roster, unit: Unit) -> tuple[str, ...]:
    """What the unit answered before, by whichever of its names."""
    names = unit.name, *unit.aliases
    known = next((known for name in names if (known := before.resolve(name))), None)
    return known.answers if known else ("",) * len(ANSWERED)


def key_of(key: str, old: str, new: str) -> str:
    """A row's key after its unit `old` got the name `new`; one without a code begins with it."""
    return new + key[len(old) :] if key.startswith(f"{old}/") else key


def as_now(rows: list[Stored], present_names: Mapping[str, str]) -> list[Stored]:
    """The rows under the present names of their units."""
    if not present_names:
        return rows
    return [
        replace(
            row,
            unit=present_names[row.unit],
            key=key_of(row.key, row.unit, present_names[row.unit]),
        )
        if row.unit in present_names
        else row
        for row in rows
    ]


def keys_now(
    keys: list[tuple[str, str, str]], present_names: Mapping[str, str]
) -> list[tuple[str, str, str]]:
    """The (unit, key, status) of rows under the present names of their units."""
    return (
        [
            (present_names[unit], key_of(key, unit, present_names[unit]), status)
            if unit in present_names
            else (unit, key, status)
            for unit, key, status in keys
        ]
        if present_names
        else keys
    )


def of_now(submissions: Sequence[Submission], present_names: Mapping[str, str]) -> list[Submission]:
    """What units handed in, under their present names. Where several units are one now, the latest
    of theirs holds, a return before all others.
    """
    latest: dict[tuple[str, str], Submission] = {}
    for submission in submissions:
        submission = replace(submission, unit=present_names.get(submission.unit, submission.unit))
        known = latest.get((submission.kind, submission.unit))
        if known is None or _weight(submission) > _weight(known):
            latest[submission.kind, submission.unit] = submission
    return list(latest.values())


def _weight(submission: Submission) -> tuple[bool, datetime]:
    return submission.state == RETURNED, submission.at or datetime.min


def stored_keys(keys: Iterable[str], present_names: Mapping[str, str]) -> list[str]:
    """The keys of rows, and the keys by which the same rows were stored under earlier names."""
    keys = list(keys)
    return keys + [
        key_of(key, new, old)
        for old, new in present_names.items()
        for key in keys
        if key.startswith(f"{new}/")
    ]


def counted_together(
    rows: Iterable[Row], column: int, present_names: Mapping[str, str], counts: int = 1
) -> list[Row]:
    """Rows of (…, unit in `column`, …, `counts` numbers): where several units are one now, their
    rows become one with the numbers added up, in order of the first.
    """
    rows = list(rows)
    if not present_names:
        return rows
    sums_of: dict[Row, list[int]] = {}
    for row in rows:
        unit = present_names.get(row[column], row[column])
        sums = sums_of.setdefault((*row[:column], unit, *row[column + 1 : -counts]), [0] * counts)
        for number in range(counts):
            sums[number] += row[number - counts]
    return [(*key, *sums) for key, sums in sums_of.items()]


def check_villages(listed: list[Entry], present_names: Mapping[str, str]) -> None:
    """Raises GovsvcError where townships that become one each have a village of the same name."""
    first: dict[str, Entry] = {}
    for village, moved in zip(listed, as_now(listed, present_names)):
        earlier = first.setdefault(moved.key, village)
        if earlier.unit != village.unit:
            raise GovsvcError.of(
                "village_twice", units=(earlier.unit, village.unit), village=village.name
            )
