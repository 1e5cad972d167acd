"""What the batches of an import do to the tables: rows are added, and those they replace end;
nothing is removed.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from govsvc.assessment import counting
from govsvc.assessment.judging import Judging
from govsvc.domain.entries import COUNTED, LEFT_OUT, Entries, combinations
from govsvc.domain.errors import StoreError
from govsvc.domain.indicators import BULLETIN_SOURCE, KINDS_OF_PARTS, TARGETS
from govsvc.domain.rows import Reported, Target
from govsvc.store import tables, units
from govsvc.store.engine import Transaction
from govsvc.store.queries import Row
from govsvc.store.replacing import replaces, unitless_rows
from govsvc.store.rules import rules_of
from govsvc.store.values import REPORTED, Act, Batch


def write_batches(
    transaction: Transaction, batches: Sequence[Batch], act: Act
) -> list[tuple[int, Batch]]:
    """Writes the batches and ends what they replace; gives each batch with its number.

    Raises StoreError where one holds a key twice: it belongs to one unit in a month.
    """
    for batch in batches:
        _refuse_doubled(batch)
    numbered = list(enumerate(batches, start=transaction.rows("next_batch_id")[0][0] + 1))
    for number, batch in numbered:
        _write_record(transaction, number, batch, act)
        _end_replaced(transaction, batch)
        _write_without_rows(transaction, number, batch)
    for number, batch in numbered:
        if batch.entries and batch.month:
            insert_entries(transaction, number, batch.kind, batch.month, batch.entries)
    reported = [
        _snapshot_row(number, position, row)
        for number, batch in numbered
        for position, row in enumerate(batch.reported)
    ]
    if reported:
        transaction.run_with(
            "incoming_snapshot",
            tables.snapshots(reported),
            "end_replaced_values",
            "insert_snapshots",
        )
    return numbered


def rows_in_force(transaction: Transaction, batches: Sequence[Batch]) -> list[int]:
    """For each batch how many rows of its kind, month and units are in force."""
    counts = []
    for batch in batches:
        stored: dict[str, int] = (
            dict(transaction.rows("entry_units", kind=batch.kind, month=batch.month))
            if batch.entries
            else {}
        )
        named = set(batch.units)
        counts.append(
            sum(count for unit, count in stored.items() if unit in named or batch.is_whole)
        )
    return counts


def set_target(transaction: Transaction, number: int, target: Target) -> None:
    """Writes the target in place of the one for the same year, node and indicator."""
    end_target(transaction, target)
    transaction.rows(
        "insert_target",
        batch_id=number,
        year=target.year,
        until=target.until,
        indicator=target.indicator,
        value=_text(target.value),
        place=target.place,
        lead_unit=target.lead_unit,
    )


def type_target(transaction: Transaction, target: Target, act: Act) -> None:
    """The same of a target that was typed, as a batch without a file, so that it is known whose it
    is when it is taken back.
    """
    number = transaction.rows("next_batch_id")[0][0] + 1
    insert_batch(transaction, number, TARGETS, None, act, row_count=1)
    set_target(transaction, number, target)


def end_target(transaction: Transaction, target: Target) -> None:
    """Ends the one for the same year, node and indicator."""
    transaction.rows("end_target", year=target.year, until=target.until, indicator=target.indicator)


def submit(
    transaction: Transaction,
    batch_id: int,
    kind: str,
    month: date,
    names: Sequence[str],
    state: str,
    note: str = "",
) -> None:
    """Notes that the units of these names handed in rows, or have another state; what they had
    handed in before ends.
    """
    key = {"kind": kind, "month": month}
    present_names = units.present_names(transaction.rows, month)
    stored = [text for text, name in present_names.items() if name in names]
    transaction.rows("end_submissions", **key, units=[*names, *stored])
    transaction.rows(
        "insert_submissions", batch_id=batch_id, **key, units=list(names), state=state, note=note
    )


def insert_entries(
    transaction: Transaction, number: int, kind: str, month: date, entries: Entries
) -> None:
    """Writes rows and their combinations, with what these count for by themselves; what other
    sheets lay over them is for `recount`.
    """
    next_id = transaction.rows("next_combination_id")[0][0] + 1
    codes, distinct = combinations(entries)
    judging = Judging(kind, rules_of(transaction.rows)(month))
    is_counted = kind in counting.COUNTED_KINDS
    combined: list[Row] = []
    for combination_id, (status, shared) in enumerate(distinct, start=next_id):
        met, lists = (
            judging.of(status, shared.attributes, shared.flags)[:2] if is_counted else ({}, [])
        )
        combined.append((combination_id, kind, month, status, *shared, met, lists, {}))
    transaction.run_with(
        "incoming_combination", tables.combinations(combined), "insert_combinations"
    )
    transaction.run_with(
        "incoming_entry", tables.entries(number, entries, codes + next_id), "insert_entry_rows"
    )


def insert_batch(
    transaction: Transaction,
    number: int,
    kind: str,
    month: date | None,
    act: Act,
    *,
    row_count: int = 0,
    left_out_count: int = 0,
    units: Sequence[str] = (),
) -> None:
    """Writes the record of a batch."""
    transaction.rows(
        "insert_batch",
        batch_id=number,
        kind=kind,
        month=month,
        who=act.who,
        imported_at=act.when,
        row_count=row_count,
        left_out_count=left_out_count,
        units=list(units),
    )


def _write_record(transaction: Transaction, number: int, batch: Batch, act: Act) -> None:
    insert_batch(
        transaction,
        number,
        batch.kind,
        batch.month,
        act,
        row_count=batch.row_count,
        left_out_count=batch.left_out_count,
        units=batch.units,
    )
    for file, sha256 in batch.files:
        transaction.rows("insert_batch_file", batch_id=number, file=file, sha256=sha256)


def _end_replaced(transaction: Transaction, batch: Batch) -> None:
    """Ends the stored rows that the batch replaces."""
    if not batch.entries:
        return
    key = {"kind": batch.kind, "month": batch.month}
    present_names = units.present_names(transaction.rows, batch.month)
    if batch.kind in KINDS_OF_PARTS and not batch.is_by_key:
        is_replaced = replaces(batch)
        stored = transaction.rows("row_keys", **key)
        replaced = [row for row in stored if is_replaced("", row[1], row[2])]
        # a row that counts stays where only faulty rows come in place of a faulty one of its key
        keys, faulty = (
            [row_key for _, row_key, status in replaced if (status == LEFT_OUT) == is_faulty]
            for is_faulty in (False, True)
        )
        transaction.rows("end_keys", **key, keys=keys, faulty=faulty)
        return
    if batch.is_changes:
        keys, faulty = (units.stored_keys(part, present_names) for part in batch.replaced_keys)
        transaction.rows("end_keys", **key, keys=keys, faulty=faulty)
        return
    stored_units = transaction.rows("unit_statuses", **key)
    if not stored_units:
        return
    unitless = unitless_rows(transaction.rows, batch, present_names)
    is_replaced = replaces(batch)
    ending: dict[str, list[str]] = defaultdict(list)
    for unit, status in stored_units:
        if is_replaced(present_names.get(unit, unit), "", status):
            ending[status].append(unit)
    for status, names in ending.items():
        transaction.rows("end_entries", **key, status=status, units=names)
    for status in {status for _, status in unitless}:
        keys = [row_key for row_key, known in unitless if known == status]
        transaction.rows("end_unitless", **key, status=status, keys=keys)
    if batch.kind in counting.KINDS_OF_UNITS:
        # of its own units no row is left: what has one of its keys now is of others
        transaction.rows("end_taken_over", **key, keys=batch.entries.keys(COUNTED).to_pylist())


def _refuse_doubled(batch: Batch) -> None:
    if batch.kind in counting.KINDS_OF_UNITS:
        keys = batch.entries.keys(COUNTED)
        if len(keys.unique()) < len(keys):
            doubled = [key for key, count in Counter(keys.to_pylist()).items() if count > 1]
            raise StoreError.of(
                "doubled_in_batch", month=batch.month, count=len(doubled), key=doubled[0]
            )


def _write_without_rows(transaction: Transaction, number: int, batch: Batch) -> None:
    """Writes what stands beside the rows: who handed in, and targets. Ends a bulletin that the
    batch replaces as a whole.
    """
    if batch.kind in counting.COUNTED_KINDS and batch.month:
        submit(transaction, number, batch.kind, batch.month, batch.units, REPORTED)
    if batch.is_whole and batch.reported:
        transaction.rows("end_bulletin", month=batch.month)
    for target in batch.targets:
        set_target(transaction, number, target)


def _snapshot_row(number: int, position: int, row: Reported) -> dict[str, Any]:
    return {
        "batch_id": number,
        "month": row.month,
        "source": BULLETIN_SOURCE,
        "county": row.county,
        "indicator": row.indicator,
        "numerator": row.numerator,
        "denominator": row.denominator,
        "printed": _text(row.printed),
        "printed_rank": row.printed_rank,
        "group_name": row.group,
        "score": _text(row.score),
        "cutoff": row.cutoff,
        "position": position,
        "full_score": _text(row.full_score),
    }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)
