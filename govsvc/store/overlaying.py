"""What a month's partial sheets and cases say over its items, stored with each row of the list."""

from collections.abc import Iterable, Mapping
from datetime import date

import numpy as np

from govsvc.assessment import overlays, suspects
from govsvc.domain.entries import Entries, Shared
from govsvc.domain.indicators import CASES, DISMISSALS, ITEMS, OVERLAY_KINDS, Rules
from govsvc.domain.months import months_until
from govsvc.store import tables, units
from govsvc.store.engine import Transaction
from govsvc.store.entry_tables import entries_of, stored_entries, under_present_names
from govsvc.store.queries import Reader, Row

#: a combination: status, attributes and flags, and what is laid over the flags
Combination = tuple[str, Shared, dict[str, bool]]


def partials(month: date, reader: Reader) -> dict[str, Entries]:
    """The month's rows of the sheets that set flags of items, by kind."""
    present_names = units.present_names(reader.rows, month)
    return {
        kind: rows
        for kind in OVERLAY_KINDS
        if (rows := stored_entries(reader, kind, month, present_names))
    }


def of_period(kind: str, month: date, rules: Rules, reader: Reader) -> dict[date, Entries]:
    """Month → its rows of one kind, for the months of the observation period of `month` that have
    some, under the names that units have in `month`.
    """
    present_names = units.present_names(reader.rows, month)
    return {
        period_month: rows
        for period_month in months_until(month, rules.observation_months)
        if (rows := stored_entries(reader, kind, period_month, present_names))
    }


def overlay(transaction: Transaction, month: date, rules: Rules) -> list[Row] | None:
    """Gives each row of the item list a combination with what the month's partial sheets and cases
    now say over it.

    Gives the rows of combination_counts where nothing is laid over any row, None where rows may
    have got another combination.
    """
    counts = transaction.rows("combination_counts", kind=ITEMS, month=month)
    stored: dict[int, Combination] = {
        row[0]: (row[1], Shared(row[2], row[3], row[4]), row[7]) for row in counts
    }
    sheets = partials(month, transaction)
    cases = of_period(CASES, month, rules, transaction) if counts else {}
    if not (sheets or cases or _is_any_overlaid(stored.values())):
        return counts
    rows = transaction.table("overlaid_rows", kind=ITEMS, month=month)
    combined = np.asarray(rows["combination_id"])
    combinations = {number: (status, shared) for number, (status, shared, _) in stored.items()}
    items = under_present_names(
        entries_of(rows, combinations), units.present_names(transaction.rows, month)
    )
    overlaid = overlays.overlay_of(items, sheets, month).flags
    dismissals = of_period(DISMISSALS, month, rules, transaction) if cases else {}
    suspects.mark(overlaid, items, cases, dismissals, rules)
    groups, parts = overlays.groups(combined, overlaid)
    numbers = _numbers(transaction, month, stored, parts)
    _move(transaction, np.asarray(rows["rowid"]), combined, np.array(numbers, np.int64)[groups])
    return None


def _is_any_overlaid(combinations: Iterable[Combination]) -> bool:
    """Whether something is laid over a row already, or a flag of its own exempts it."""
    return any(
        overlaid or any(shared.flags.get(flag) for flag in overlays.EXEMPTING)
        for _, shared, overlaid in combinations
    )


def _numbers(
    transaction: Transaction,
    month: date,
    stored: Mapping[int, Combination],
    parts: Iterable[tuple[int, dict[str, bool]]],
) -> list[int]:
    """The number of the combination of each of `parts`, (number without overlay, overlay);
    combinations that are not stored yet are written.
    """
    known = {
        (status, shared.text(), tuple(sorted(overlaid.items()))): number
        for number, (status, shared, overlaid) in stored.items()
    }
    next_id = transaction.rows("next_combination_id")[0][0] + 1
    new: list[Row] = []
    numbers = []
    for number, overlaid in parts:
        status, shared, _ = stored[number]
        key = status, shared.text(), tuple(sorted(overlaid.items()))
        if key not in known:
            known[key] = next_id + len(new)
            new.append((known[key], ITEMS, month, status, *shared, {}, [], overlaid))
        numbers.append(known[key])
    if new:
        transaction.run_with(
            "incoming_combination", tables.combinations(new), "insert_combinations"
        )
    return numbers


def _move(
    transaction: Transaction, row_ids: np.ndarray, before: np.ndarray, after: np.ndarray
) -> None:
    """Gives each of these rows its combination in `after` where that is not the one in `before`."""
    moved = before != after
    if moved.any():
        transaction.run_with(
            "incoming_overlaid",
            tables.overlaid(row_ids[moved], after[moved]),
            "turn_new_overlaid",
            "copy_overlaid",
            "end_overlaid",
        )
