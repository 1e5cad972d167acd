"""Reads of counts: monthly values of counties, and how many rows there are of what."""

from datetime import date
from decimal import Decimal

from govsvc.domain.indicators import BULLETIN
from govsvc.store import units
from govsvc.store.queries import Row
from govsvc.store.session import Session
from govsvc.store.values import Snapshot


class CountReads:
    """Values of indicators, and numbers of rows."""

    def __init__(self, session: Session):
        self._session = session

    def snapshots(self) -> list[Snapshot]:
        """All monthly counts and bulletin values, by month and source; bulletins in their order."""
        return [snapshot_of(row) for row in self._session.rows("read_snapshots")]

    def all_snapshots(self) -> list[tuple[int, int, Snapshot]]:
        """(first data version, data version from which it is no more, value) of every value of
        every data version.
        """
        return [
            (row[0], row[1], snapshot_of(row[2:]))
            for row in self._session.rows("read_all_snapshots")
        ]

    def list_counts(self, month: date | None = None) -> list[tuple[str, date, str, int]]:
        """(list key, month, unit, rows) wherever a list is not empty, in all months or in one."""
        rows = self._session.rows("list_counts", since=month or date.min, until=month or date.max)
        return units.counted_together(rows, 2, self._session.present_names())

    def unit_counts(self, month: date) -> list[tuple[str, str, int, int]]:
        """(indicator, unit, rows met, rows counted) of one month."""
        return units.counted_together(
            self._session.rows("unit_counts", month=month),
            1,
            self._session.present_names(),
            counts=2,
        )

    def unit_combinations(
        self, kind: str, month: date
    ) -> list[tuple[str, dict[str, str], dict[str, bool], int]]:
        """(unit, shared attributes, indicators met, rows) of one kind and month, under the names
        that units have now.
        """
        names = self._session.present_names()
        return [
            (names.get(unit, unit), *rest)
            for unit, *rest in self._session.rows("unit_combinations", kind=kind, month=month)
        ]

    def status_counts(self, month: date | None = None) -> list[tuple[str, date, str, int]]:
        """(kind, month, status, rows) of all stored rows, or of those of one month."""
        return self._session.rows("status_counts", since=month or date.min, until=month or date.max)

    def combinations(
        self, kind: str, month: date
    ) -> list[tuple[str, dict[str, str], dict[str, bool], dict[str, bool], int]]:
        """(status, shared attributes, flags, what partial sheets say over them, rows) of one kind
        and month.
        """
        return self._session.rows("combination_sizes", kind=kind, month=month)

    def units(self, kind: str, month: date, at: date | None = None) -> dict[str, int]:
        """Unit → its rows of one kind and month; for a bulletin county → its values."""
        if kind == BULLETIN:
            return dict(self._session.rows("bulletin_counties", month=month))
        return dict(
            sorted(
                units.counted_together(
                    self._session.rows("entry_units", kind=kind, month=month),
                    0,
                    self._session.present_names(at or month),
                )
            )
        )


def snapshot_of(row: Row) -> Snapshot:
    """A value out of a row of read_snapshots."""
    *start, printed, printed_rank, group, score, cutoff, full_score = row
    month, source, county, indicator, numerator, denominator = start
    return Snapshot(
        month,
        source,
        county,
        indicator,
        numerator,
        denominator,
        _decimal(printed),
        printed_rank,
        group,
        _decimal(score),
        cutoff,
        _decimal(full_score),
    )


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
