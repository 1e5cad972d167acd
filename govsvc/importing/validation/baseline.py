"""What an import brings and what is in force in the months before it.

A province's month has 240,000 rows: all of them are compared by unit, key and status alone; names
and codes are read
where some differ.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from functools import cached_property

from govsvc.domain.indicators import BULLETIN_SOURCE, VILLAGES
from govsvc.domain.roster import Roster
from govsvc.domain.rows import OUT_OF_SCOPE, Entries, Entry, Reported
from govsvc.store import Batch, Snapshot, Store, replaces
from govsvc.store.units import as_now, keys_now, stored_keys

#: unit, key and status of a row
Key = tuple[str, str, str]


class Incoming:
    """The rows of one batch by unit.

    `row_counts`: unit → how many it has. `keys`: the key of every row.
    """

    def __init__(self, batch: Batch):
        self.kind, self.month, self.rows = batch.kind, batch.rows_month, batch.entries
        self.row_counts = {unit: count for unit, count in batch.entries.units().items() if unit}

    @cached_property
    def keys(self) -> set[str]:
        return set(self.rows.values("key"))

    @cached_property
    def scope(self) -> dict[str, int]:
        return scope(keys_of(self.rows))

    def first(self, unit: str) -> Entry:
        """The unit's first row."""
        return self.rows[int(self.rows.mask("unit", unit).argmax())]


class Past:
    """What is stored, and with the batches of the import what will be in force."""

    def __init__(self, store: Store, batches: Sequence[Batch], roster: Roster | None = None):
        self._store, self._roster = store, roster or store.settings.roster()
        self._batches = {(batch.kind, batch.month): batch for batch in batches}
        self._stored: dict[str, set[date]] = defaultdict(set)
        for kind, month, _, _ in store.counts.status_counts():
            self._stored[kind].add(month)
        self._keys: dict[tuple[str, date, date], list[Key]] = {}

    def latest(self, kind: str, until: date, is_before: bool = True) -> date | None:
        """The latest month with rows of `kind`, stored or brought, before `until` (or, not
        `is_before`, up to it).
        """
        brought = {month for known, month in self._batches if known == kind and month}
        months = self._stored[kind] | brought
        return max(
            (month for month in months if month < until or month == until and not is_before),
            default=None,
        )

    def keys(self, kind: str, month: date, at: date | None = None) -> list[Key]:
        """The rows in force in a month once the import is stored, under the units that stand for
        theirs then or in the month `at`.
        """
        place = kind, month, at or month
        if place not in self._keys:
            keys: list[Key] = []
            if month in self._stored[kind]:
                stored = self._store.rows.row_keys(kind, month)
                keys = keys_now(stored, self._roster.present_names(month))
            batch = self._batches.get((kind, month))
            if batch:
                is_replaced = replaces(batch)
                keys = [key for key in keys if not is_replaced(*key)] + keys_of(batch.entries)
            self._keys[place] = keys_now(keys, self._roster.present_names(at or month))
        return self._keys[place]

    def rows(
        self, kind: str, month: date, keys: Collection[str], at: date | None = None
    ) -> list[Entry]:
        """Those of the same rows that have one of the keys, with names and codes; stored ones have
        nothing else.
        """
        present_names = self._roster.present_names(at or month)
        batch, keys = self._batches.get((kind, month)), stored_keys(keys, present_names)
        stored = (
            as_now(
                self._store.rows.coded_rows(kind, month, keys), self._roster.present_names(month)
            )
            if month in self._stored[kind]
            else []
        )
        if batch:
            is_replaced = replaces(batch)
            stored = [
                row for row in stored if not is_replaced(row.unit, row.key, row.status)
            ] + with_keys(batch.entries, keys)
        return list(as_now(stored, present_names))

    def villages(self, month: date) -> list[Entry]:
        """The village list in force in a month, under the townships of that month; empty where
        there is none.
        """
        since = self.latest(VILLAGES, month, is_before=False)
        if since is None:
            return []
        stored = (
            as_now(self._store.rows.entries(VILLAGES, since), self._roster.present_names(since))
            if since in self._stored[VILLAGES]
            else []
        )
        batch = self._batches.get((VILLAGES, since))
        if batch:
            is_replaced = replaces(batch)
            stored = [
                row for row in stored if not is_replaced(row.unit, row.key, row.status)
            ] + list(batch.entries)
        return list(as_now(stored, self._roster.present_names(month)))

    @cached_property
    def bulletins(self) -> list[Snapshot]:
        """Stored bulletin values."""
        return [
            snapshot
            for snapshot in self._store.counts.snapshots()
            if snapshot.source == BULLETIN_SOURCE
        ]

    def denominators(self, before: date) -> dict[tuple[str, str], tuple[date, int]]:
        """(county, indicator) → the latest month before that has a denominator in its bulletin, and
        that.
        """
        rows: list[Snapshot | Reported] = [
            *self.bulletins,
            *(row for batch in self._batches.values() for row in batch.reported),
        ]
        latest: dict[tuple[str, str], tuple[date, int]] = {}
        for row in rows:
            place = row.county, row.indicator
            # of a month that is stored and brought anew, what is brought holds
            if (
                row.denominator
                and row.month < before
                and (place not in latest or latest[place][0] <= row.month)
            ):
                latest[place] = row.month, row.denominator
        return latest


def keys_of(rows: Entries) -> list[Key]:
    return list(zip(rows.values("unit"), rows.values("key"), rows.values("status")))


def with_keys(rows: Entries, keys: Collection[str]) -> list[Entry]:
    """The rows that have one of the keys."""
    return list(rows.where(rows.mask("key", *keys))) if keys else []


def scope(keys: Iterable[Key]) -> dict[str, int]:
    """Unit → how many rows it has in scope, also with an error; a key counts once."""
    rows = [(unit, key) for unit, key, status in keys if unit and status != OUT_OF_SCOPE]
    has_no_twins = len({key for _, key in rows}) == len(rows)
    return dict(Counter(unit for unit, _ in (rows if has_no_twins else set(rows))))
