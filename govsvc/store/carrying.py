"""Rows that a month takes over from the one before it (沿用上月), inside a write."""

from collections.abc import Collection, Container, Sequence
from datetime import date

from govsvc.assessment import counting
from govsvc.domain.entries import Shared
from govsvc.domain.roster import Roster
from govsvc.store import tables, units
from govsvc.store.batch_writes import insert_batch
from govsvc.store.engine import Transaction
from govsvc.store.queries import Row
from govsvc.store.values import Act, KindAndMonth


def copy_month(
    transaction: Transaction,
    base: date,
    month: date,
    kinds: Sequence[str],
    act: Act,
    only: Container[str] | None = None,
) -> None:
    """Copies the rows of `base` into `month`, without those of units that have rows there already;
    with `only`, those of these units alone.

    An item that another unit has handed in meanwhile stays with that one.
    """
    roster = units.read(transaction.rows)
    for kind in kinds:
        combinations = [
            row
            for row in transaction.rows("combination_counts", kind=kind, month=base)
            if row[1] != counting.ABSENT
        ]
        if not combinations:
            continue
        left_out = _units_not_copied(transaction, roster, base, month, kind, only)
        next_id = transaction.rows("next_combination_id")[0][0] + 1
        copy_ids = {row[0]: copy_id for copy_id, row in enumerate(combinations, start=next_id)}
        copied: list[Row] = [
            (copy_ids[row[0]], kind, month, row[1], *Shared(row[2], row[3], row[4]), {}, [], {})
            for row in combinations
        ]
        transaction.run_with(
            "incoming_combination", tables.combinations(copied), "insert_combinations"
        )
        number = transaction.rows("next_batch_id")[0][0] + 1
        transaction.run_with(
            "incoming_copy",
            tables.copies(copy_ids),
            "copy_rows",
            batch_id=number,
            kind=kind,
            base=base,
            month=month,
            units=left_out,
        )
        if kind in counting.KINDS_OF_UNITS:
            transaction.rows("end_copies_of_keys", kind=kind, month=month)
        insert_batch(transaction, number, kind, month, act)


def carry_again(
    transaction: Transaction,
    base: date,
    month: date,
    kind: str,
    names: Collection[str],
    act: Act,
) -> tuple[int, int] | None:
    """Puts the rows that the units of these names have in `base` in the place of those that they
    handed in for `month`; gives (rows before, rows now), None where all are carried over already.
    """
    present_names = units.present_names(transaction.rows, month)

    def statuses(of: date) -> list[Row]:
        rows = transaction.rows("unit_statuses", kind=kind, month=of)
        return [row for row in rows if present_names.get(row[0], row[0]) in names]

    here, there = statuses(month), statuses(base)
    carried = {unit for (unit,) in transaction.rows("carried_units", kind=kind, month=month)}
    if here and {unit for unit, _ in here} <= carried:
        return None
    stored = sorted({unit for unit, _ in (*here, *there)})
    before = _row_count(transaction, kind, month, stored)
    for unit, status in here:
        transaction.rows("end_entries", kind=kind, month=month, status=status, units=[unit])
    copy_month(transaction, base, month, (kind,), act, only={unit for unit, _ in there})
    return before, _row_count(transaction, kind, month, stored)


def _row_count(transaction: Transaction, kind: str, month: date, stored: Sequence[str]) -> int:
    """The rows in force of units, by the names that these are stored by."""
    counts: dict[str, int] = dict(transaction.rows("entry_units", kind=kind, month=month))
    return sum(counts.get(unit, 0) for unit in stored)


def _units_not_copied(
    transaction: Transaction,
    roster: Roster,
    base: date,
    month: date,
    kind: str,
    only: Container[str] | None,
) -> list[str]:
    """The units of `base` whose rows are not copied: they have rows in `month`, are dissolved there
    or are not among `only`.
    """
    present_names, dissolved = roster.present_names(month), roster.dissolved(month)
    present = {
        present_names.get(unit, unit)
        for unit, _ in transaction.rows("unit_statuses", kind=kind, month=month)
    }
    return sorted(
        {
            unit
            for unit, _ in transaction.rows("unit_statuses", kind=kind, month=base)
            if present_names.get(unit, unit) in present
            or unit in dissolved
            or not (only is None or unit in only)
        }
    )


def drop_dissolved(
    transaction: Transaction, roster: Roster, closed: Container[date]
) -> list[KindAndMonth]:
    """Ends the carried-over rows of dissolved units in the months that were opened; gives the kinds
    and months that changed.
    """
    months = [row[0] for row in transaction.rows("read_month_states") if row[0] not in closed]
    return [
        (kind, month)
        for month in months
        for kind in counting.COUNTED_KINDS
        if _drop_units(transaction, kind, month, roster.dissolved(month))
    ]


def _drop_units(
    transaction: Transaction, kind: str, month: date, dissolved: Collection[str]
) -> bool:
    """Ends the rows of those units, but keeps what a unit handed in itself; gives whether rows were
    ended.
    """
    if not dissolved:
        return False
    handed_in = {(row[0], row[1]) for row in transaction.rows("read_submissions", month=month)}
    ending = [
        (unit, status)
        for unit, status in transaction.rows("unit_statuses", kind=kind, month=month)
        if unit in dissolved and (kind, unit) not in handed_in
    ]
    for unit, status in ending:
        transaction.rows("end_entries", kind=kind, month=month, status=status, units=[unit])
    return bool(ending)


def restore_dissolved(
    transaction: Transaction, before: Roster, roster: Roster, closed: Container[date], act: Act
) -> list[KindAndMonth]:
    """Carries over again, in months that were opened, the rows of units that are no longer
    dissolved; gives the kinds and months that changed.
    """
    changed = []
    for month, _, base, *_ in transaction.rows("read_month_states"):
        if not base or month in closed:
            continue
        again = before.dissolved(month) - roster.dissolved(month)
        if again:
            copy_month(transaction, base, month, counting.COUNTED_KINDS, act, only=again)
            changed += [(kind, month) for kind in counting.COUNTED_KINDS]
    return changed
