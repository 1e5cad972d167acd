"""What undoing does to rows: those that a write ended are in force again, those it wrote end."""

from collections.abc import Iterable, Sequence
from datetime import date

from govsvc.domain.errors import StoreError
from govsvc.store.engine import Transaction
from govsvc.store.values import KindAndMonth

_QUERIES = (
    "undo_restore_entry_row",
    "undo_end_entry_row",
    "undo_restore_snapshot",
    "undo_end_snapshot",
    "undo_restore_target",
    "undo_end_target",
    "undo_restore_submission",
    "undo_end_submission",
)
_MONTH_QUERIES = ("undo_restore_month_state", "undo_end_month_state")


def undo(transaction: Transaction, undone: int, opened: date | None, is_opening: bool) -> None:
    """Puts in force what the write `undone` ended, and ends what it put in force.

    `opened`: the month that it opened, or whose opening it took back or brought back; `is_opening`:
    it opened it itself. The state that the month has since then ends with its opening.
    """
    if is_opening:
        transaction.rows("end_month_state", month=opened)
    for name in (*_QUERIES, *(_MONTH_QUERIES if opened else ())):
        transaction.rows(name, undone=undone)


def doubled(
    transaction: Transaction, kinds_and_months: Iterable[KindAndMonth]
) -> set[tuple[str, date, str]]:
    """(kind, month, key) of the keys that more than one counted row has."""
    return {
        (kind, month, key)
        for kind, month in kinds_and_months
        for key, *_ in transaction.rows("doubled_keys", kind=kind, month=month)
    }


def refuse_doubled(
    transaction: Transaction,
    kinds_and_months: Sequence[KindAndMonth],
    before: set[tuple[str, date, str]],
) -> None:
    """Raises StoreError where a key counts twice in a month and is not among those that did
    `before`.
    """
    for kind, month in kinds_and_months:
        keys = [key for _, _, key in sorted(doubled(transaction, [(kind, month)]) - before)]
        if keys:
            raise StoreError.of("doubled_by_undo", month=month, count=len(keys), key=keys[0])
