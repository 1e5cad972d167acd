"""What an import brings and what is in force in the months before it."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from functools import cached_property

from govsvc.indicators import BULLETIN_SOURCE, VILLAGES
from govsvc.rows import LEFT_OUT, OUT_OF_SCOPE, Entry
from govsvc.store import Batch, Snapshot, Store, replaces


class Incoming:
    """The rows of one batch by unit. `first`: unit → its first row. `rows`: unit → how many rows it has.

    `keys`: the key of every row. `scope`: unit → keys of the rows in scope, also of those with an error.
    """

    def __init__(self, batch: Batch):
        self.kind, self.month, self.batch = batch.kind, batch.month, batch
        self.first: dict[str, Entry] = {}
        self.rows: dict[str, int] = defaultdict(int)
        self.keys: set[str] = set()
        self.scope: dict[str, set[str]] = defaultdict(set)
        for entry in batch.entries:
            self.keys.add(entry.key)
            if entry.unit:
                self.first.setdefault(entry.unit, entry)
                self.rows[entry.unit] += 1
                if entry.status != OUT_OF_SCOPE:
                    self.scope[entry.unit].add(entry.key)


class Past:
    """What is stored, and with the batches of the import what will be in force."""

    def __init__(self, store: Store, batches: Sequence[Batch]):
        self._store = store
        self._batches = {(batch.kind, batch.month): batch for batch in batches}
        self._stored: dict[str, set[date]] = defaultdict(set)
        for kind, month, _, _ in store.status_counts():
            self._stored[kind].add(month)
        self._rows: dict[tuple[str, date], list[Entry]] = {}

    def latest(self, kind: str, until: date, is_before: bool = True) -> date | None:
        """The latest month with rows of `kind`, stored or brought, before `until` (or, not `is_before`, up to it)."""
        months = self._stored[kind] | {month for found, month in self._batches if found == kind}
        return max((month for month in months if month < until or month == until and not is_before), default=None)

    def rows(self, kind: str, month: date) -> list[Entry]:
        """The rows in force in a month once the import is stored; of stored ones only the codes."""
        if (kind, month) not in self._rows:
            batch = self._batches.get((kind, month))
            goes = replaces(batch) if batch else None
            stored = self._store.coded_rows(kind, month) if month in self._stored[kind] else []
            self._rows[kind, month] = [row for row in stored if not (goes and goes(row.unit, row.status))] + list(
                batch.entries if batch else ())
        return self._rows[kind, month]

    def village_list(self, month: date) -> list[Entry]:
        """The village list in force in a month, empty where there is none."""
        since = self.latest(VILLAGES, month, is_before=False)
        return self.rows(VILLAGES, since) if since else []

    def units(self, kind: str, before: date, months: int) -> set[str]:
        """The units that have rows without an error in the latest stored `months` months before."""
        found = sorted(month for month in self._stored[kind] if month < before)[-months:]
        return {unit for month in found for unit in self._store.units(kind, month)}

    @cached_property
    def bulletins(self) -> list[Snapshot]:
        """Stored bulletin values."""
        return [snapshot for snapshot in self._store.snapshots() if snapshot.source == BULLETIN_SOURCE]

    def denominators(self, before: date) -> dict[tuple[str, str], tuple[date, int]]:
        """(county, indicator) → the latest month before that has a denominator in its bulletin, and that."""
        rows = [*self.bulletins, *(row for batch in self._batches.values() for row in batch.reported)]
        found: dict[tuple[str, str], tuple[date, int]] = {}
        for row in rows:
            place = row.county, row.indicator
            # of a month that is stored and brought anew, what is brought holds
            if row.denominator and row.month < before and (place not in found or found[place][0] <= row.month):
                found[place] = row.month, row.denominator
        return found


def in_scope(rows: Sequence[Entry]) -> dict[str, set[str]]:
    """Unit → keys of its rows in scope, also of those with an error."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.unit and row.status != OUT_OF_SCOPE:
            found[row.unit].add(row.key)
    return found


__all__ = ["LEFT_OUT", "Incoming", "Past", "in_scope"]
