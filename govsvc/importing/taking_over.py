"""Rows of an import whose key another unit has, which is not in the files: asked before they move.

A key belongs to one unit in a month.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from govsvc.assessment.counting import COUNTED_KINDS, KINDS_OF_UNITS
from govsvc.domain.entries import LEFT_OUT, Entry
from govsvc.domain.roster import Roster
from govsvc.store import Batch, Store, takes_over
from govsvc.store.units import keys_now


@dataclass(frozen=True, slots=True)
class TakenOver:
    """One row. `owner`: the unit that has its key in the month `since`: that of the row, or the one
    before, with which it opens.
    """

    row: Entry
    owner: str
    since: date


def taken_over(store: Store, batch: Batch, roster: Roster) -> list[TakenOver]:
    """The rows that the batch would take from units that are not in it, in their order.

    `roster`: as it will be.
    """
    if batch.kind not in KINDS_OF_UNITS or not batch.entries:
        return []
    owners = dict(_owners(store, batch, roster))
    rows = batch.entries.where(batch.entries.mask("key", *owners))
    return [TakenOver(row, *owners[row.key]) for row in rows if row.status != LEFT_OUT]


def _owners(store: Store, batch: Batch, roster: Roster) -> Iterator[tuple[str, tuple[str, date]]]:
    """(key, (its unit, the month in which that has it)) of what is taken."""
    is_taken, month = takes_over(batch), batch.rows_month
    months = store.months.of_kind(batch.kind)

    def keys(of: date) -> list[tuple[str, str, str]]:
        return keys_now(store.rows.row_keys(batch.kind, of), roster.present_names(month))

    present = keys(month) if month in months else []
    before = max((known for known in months if known < month), default=None)
    if before and batch.kind in COUNTED_KINDS:
        # units without rows in the month will have those of the month before
        known = {unit for unit, _, _ in present} | roster.dissolved(month)
        for unit, key, status in keys(before):
            if unit not in known and is_taken(unit, key, status):
                yield key, (unit, before)
    for unit, key, status in present:
        if is_taken(unit, key, status):
            yield key, (unit, month)
