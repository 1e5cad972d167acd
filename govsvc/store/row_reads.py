"""Reads of rows: as they were stored, counted or listed.

Rows are given under the present names of their units: rows on lists as after all merges, rows of a
month as the units stand in that month or, with `at`, in another.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from govsvc.domain.entries import Entries, Entry
from govsvc.domain.indicators import CASES, VILLAGES
from govsvc.domain.rows import ListRow
from govsvc.store import overlaying, remaining, units
from govsvc.store.entry_tables import stored_entries
from govsvc.store.session import Session
from govsvc.store.values import JudgedRow, SeenRow


class RowReads:
    """Rows of months and lists."""

    def __init__(self, session: Session):
        self._session = session

    def list_rows(self, list_key: str, since: date, until: date) -> list[ListRow]:
        """The rows on a list in the months from `since` to `until`."""
        return units.as_now(
            [
                ListRow(*row)
                for row in self._session.rows(
                    "list_rows", list_key=list_key, since=since, until=until
                )
            ],
            self._session.present_names(),
        )

    def all_list_rows(self, list_key: str) -> list[tuple[int, int, ListRow]]:
        """(first data version, data version from which it is no more, row with its codes alone) of
        every row on a list in every data version, by month.
        """
        stored = self._session.rows("all_list_rows", list_key=list_key)
        rows = units.as_now(
            [
                ListRow(kind, month, unit, key, name, remaining.coded(codes))
                for _, _, kind, month, unit, key, name, *codes in stored
            ],
            self._session.present_names(),
        )
        return [(since, until, row) for (since, until, *_), row in zip(stored, rows)]

    def row_history(
        self, list_key: str, indicator: str, row: ListRow, until: date
    ) -> list[SeenRow]:
        """The stored rows up to a month that have the name or the key of `row`, by month."""
        now = self._session.present_names()
        seen = self._session.rows(
            "row_history",
            list_key=list_key,
            indicator=indicator,
            kind=row.kind,
            name=row.name,
            until=until,
            keys=units.stored_keys([row.key], now),
        )
        rows = units.as_now([ListRow(*values[:8]) for values in seen], now)
        return [SeenRow(as_now, *values[8:]) for as_now, values in zip(rows, seen)]

    def remaining(
        self, kind: str, month: date, before: date, indicator: str, like: Sequence[ListRow]
    ) -> remaining.Remaining:
        """What `month` still has of rows that are on a list of `indicator` no more: (rows that it
        counts; all rows and, of dissolved units, those of the month `before`; units with rows).
        Only rows that may be one of `like` are read; of their attributes they have the codes alone.
        """
        months = [(before, month)]
        return remaining.remaining(self._session.rows, kind, months, indicator, like)[month]

    def judged_rows(
        self, kind: str, month: date, indicator: str, unlike: "RowReads | None" = None
    ) -> list[JudgedRow]:
        """The rows that `indicator` counts in one month, with whether each is met; with `unlike`
        only those that are not the same in the data read by `unlike`.
        """
        key = {"kind": kind, "month": month, "indicator": indicator}
        rows = (
            self._session.rows("judged_rows_unlike", **key, other=unlike._session.as_of)
            if unlike
            else self._session.rows("judged_rows", **key)
        )
        return units.as_now([JudgedRow(*row) for row in rows], self._session.present_names(month))

    def moved_rows(self, kind: str, month: date, base: date, indicator: str) -> list[JudgedRow]:
        """The rows that `indicator` counts in `month`, with whether each is met, without those that
        the month `base` has under the same unit and key, counted and met alike.
        """
        rows = self._session.rows(
            "moved_rows", kind=kind, month=month, base=base, indicator=indicator
        )
        return units.as_now([JudgedRow(*row) for row in rows], self._session.present_names(month))

    def entries(self, kind: str, month: date, at: date | None = None) -> list[Entry]:
        """The stored rows of one kind and month."""
        return units.as_now(
            [Entry(*row) for row in self._session.rows("read_entries", kind=kind, month=month)],
            self._session.present_names(at or month),
        )

    def partials(self, month: date) -> dict[str, Entries]:
        """The month's rows of the sheets that set flags of items, by kind."""
        return overlaying.partials(month, self._session)

    def table(self, kind: str, month: date) -> Entries:
        """The same as `entries`, as a table."""
        return stored_entries(self._session, kind, month, self._session.present_names(month))

    def cases(self, month: date) -> Entries:
        """The case counts of the month."""
        return self.table(CASES, month)

    def rows_like(
        self, kind: str, since: date, until: date, rows: Sequence[ListRow]
    ) -> dict[date, Entries]:
        """Month from `since` to `until` → its stored rows of one kind that share a code or the name
        with one of `rows`; units have the names of `until`.
        """
        stored = [
            Entry(*row)
            for row in self._session.rows(
                "rows_like", kind=kind, since=since, until=until, **remaining.marks(rows)
            )
        ]
        by_month: dict[date, list[Entry]] = defaultdict(list)
        for entry in units.as_now(stored, self._session.present_names(until)):
            by_month[entry.month].append(entry)
        return {month: Entries.of(entries) for month, entries in by_month.items()}

    def row_keys(
        self, kind: str, month: date, at: date | None = None
    ) -> list[tuple[str, str, str]]:
        """(unit, key, status) of the stored rows of one kind and month."""
        return units.keys_now(
            self._session.rows("row_keys", kind=kind, month=month),
            self._session.present_names(at or month),
        )

    def coded_rows(
        self, kind: str, month: date, keys: Iterable[str], at: date | None = None
    ) -> list[Entry]:
        """The stored rows of one kind and month that have one of the keys. Of their attributes they
        have the codes alone, and no flags, file, sheet and line.
        """
        now = self._session.present_names(at or month)
        rows = [
            Entry(kind, month, unit, key, name, remaining.coded(codes), {}, status)
            for unit, key, name, status, *codes in self._session.rows(
                "coded_rows", kind=kind, month=month, keys=units.stored_keys(keys, now)
            )
        ]
        return units.as_now(rows, now)

    def villages(self, month: date) -> list[Entry]:
        """The village list in force in a month, villages that were merged into another included;
        empty where there is none.
        """
        listed = self._session.rows("village_list_month", month=month)[0][0]
        return self.entries(VILLAGES, listed, at=month) if listed else []

    def carried_units(self, kind: str, month: date) -> set[str]:
        """Units all of whose rows of one kind and month are carried over from the month before
        (沿用上月).
        """
        now = self._session.present_names(month)
        return {
            now.get(unit, unit)
            for (unit,) in self._session.rows("carried_units", kind=kind, month=month)
        }
