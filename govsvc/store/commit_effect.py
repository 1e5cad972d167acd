"""What a commit of batches would replace and count, found out without writing."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from govsvc.assessment import counting, overlays
from govsvc.domain.entries import Entries, Entry
from govsvc.domain.indicators import ITEMS, OVERLAY_KINDS, STATIONS, VILLAGES
from govsvc.domain.roster import Roster
from govsvc.store import recounting, units
from govsvc.store.month_reads import MonthReads
from govsvc.store.replacing import OfRow, replaces, unitless_rows
from govsvc.store.row_reads import RowReads
from govsvc.store.rules import rules_of
from govsvc.store.session import Session
from govsvc.store.values import Batch, CommitEffect, KindAndMonth


class RowsAfterCommit:
    """The rows of each kind and month as they would be after a commit of these batches."""

    def __init__(self, session: Session, batches: Sequence[Batch], roster: Roster):
        self._session, self._batches, self._roster = session, batches, roster
        self._rows = RowReads(session)
        self._replacing: dict[KindAndMonth, list[OfRow]] = defaultdict(list)
        self._incoming: dict[KindAndMonth, list[Entries]] = defaultdict(list)
        for batch in batches:
            if batch.month:
                self._incoming[batch.kind, batch.month].append(batch.entries)
                if batch.entries:
                    unitless = unitless_rows(session.rows, batch, roster.present_names(batch.month))
                    self._replacing[batch.kind, batch.month].append(replaces(batch, unitless))
        self._replaced: dict[KindAndMonth, list[Entry]] = {}
        self._staying: dict[KindAndMonth, list[Entry]] = {}

    def effect(self) -> CommitEffect:
        """What would be replaced, what would stay, and the own counts of every month that would be
        counted anew.
        """
        for kind, month in list(self._replacing):
            self._rows_staying(kind, month)
        rules = rules_of(self._session.rows)
        own: dict[KindAndMonth, dict[str, tuple[int, int]]] = {}
        for kind, month in recounting.touched(
            [(batch.kind, batch.month) for batch in self._batches],
            self._session.rows,
            MonthReads(self._session).closed(),
        ):
            own[kind, month] = counting.count(
                kind,
                self._rows_after(kind, month),
                self._villages(month) if kind == STATIONS else [],
                rules(month),
                self._overlays(month).flags if kind == ITEMS else {},
            )
        return CommitEffect(self._replaced, self._staying, own)

    def _rows_staying(self, kind: str, month: date) -> list[Entry]:
        """The stored rows that no batch would replace."""
        key = kind, month
        if key not in self._staying:
            stored = units.as_now(
                self._rows.entries(kind, month), self._roster.present_names(month)
            )
            replacing = self._replacing.get(key, ())
            self._replaced[key], self._staying[key] = [], []
            for entry in stored:
                is_replaced = any(
                    is_replacing(entry.unit, entry.key, entry.status) for is_replacing in replacing
                )
                (self._replaced if is_replaced else self._staying)[key].append(entry)
        return self._staying[key]

    def _rows_after(self, kind: str, month: date) -> Entries:
        """The rows of a kind and month after the commit."""
        staying = Entries.of(self._rows_staying(kind, month))
        return Entries.joined([staying, *self._incoming.get((kind, month), ())])

    def _villages(self, month: date) -> list[Entry]:
        """The village list that would be in force in a month."""
        stored = self._session.rows("village_list_month", month=month)[0][0]
        incoming = [list_month for kind, list_month in self._incoming if kind == VILLAGES]
        in_force = [
            list_month for list_month in (stored, *incoming) if list_month and list_month <= month
        ]
        if not in_force:
            return []
        return counting.in_force(
            self._rows_after(VILLAGES, max(in_force)), self._roster.present_names(month)
        )

    def _overlays(self, month: date) -> overlays.Overlay:
        """What partial sheets would say over a month's items."""
        sheets = {partial: self._rows_after(partial, month) for partial in OVERLAY_KINDS}
        return overlays.overlay_of(self._rows_after(ITEMS, month), sheets, month)
