"""What stored rows count for: judged again where they, the lists or the rules changed."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

import numpy as np

from govsvc.assessment import counting
from govsvc.assessment.judging import Judging
from govsvc.domain import indicators
from govsvc.domain.entries import Entries, Entry
from govsvc.domain.indicators import (
    CASES,
    DISMISSALS,
    ITEMS,
    KINDS_ABOUT_ITEMS,
    OWN,
    STATIONS,
    VILLAGES,
)
from govsvc.domain.months import months_until
from govsvc.store import tables, units
from govsvc.store.batch_writes import insert_entries
from govsvc.store.engine import Transaction
from govsvc.store.overlaying import overlay
from govsvc.store.queries import Query, Row
from govsvc.store.rules import RulesOf, rules_of
from govsvc.store.values import KindAndMonth

#: kinds whose rows count in every observation period that their month is in
_OF_PERIOD = (CASES, DISMISSALS)


def touched(
    written: Iterable[tuple[str, date | None]], query: Query, closed: Collection[date] = ()
) -> list[KindAndMonth]:
    """The kinds and months to be counted anew when rows of those in `written` changed.

    A village list is in force from its month on, and cases count in every observation period that
    their month is in; neither reaches the months that are `closed`.
    """
    changed = [(kind, month) for kind, month in written if month]
    recounted = {
        (ITEMS if kind in KINDS_ABOUT_ITEMS else kind, month)
        for kind, month in changed
        if kind in (*counting.COUNTED_KINDS, *KINDS_ABOUT_ITEMS)
    }
    case_months = {month for kind, month in changed if kind in _OF_PERIOD}
    list_months = {month for kind, month in changed if kind == VILLAGES}
    later = [
        *((ITEMS, month) for month in _observing(query, case_months)),
        *((STATIONS, month) for month in _months_since(query, STATIONS, list_months)),
    ]
    return sorted(recounted.union((kind, month) for kind, month in later if month not in closed))


def _observing(query: Query, case_months: Collection[date]) -> list[date]:
    """The months with items whose observation period includes one of `case_months`."""
    months = _months_since(query, ITEMS, case_months)
    if not months:
        return []
    rules, cases = rules_of(query), set(case_months)
    return [
        month
        for month in months
        if cases.intersection(months_until(month, rules(month).observation_months))
    ]


def _months_since(query: Query, kind: str, months: Collection[date]) -> list[date]:
    """The months with rows of a kind, from the first of `months` on; none where that is empty."""
    if not months:
        return []
    return [month for (month,) in query("months_of_kind", kind=kind, since=min(months))]


def recount(
    transaction: Transaction, kinds_and_months: Sequence[KindAndMonth], rules: RulesOf
) -> None:
    """Judges the combinations of each kind and month, and counts the home county's own values; what
    stays the same is left alone.
    """
    snapshots: list[dict[str, Any]] = []
    for kind, month in kinds_and_months:
        rows = None
        if kind == STATIONS:
            _match_village_list(transaction, month)
        elif kind == ITEMS:
            rows = overlay(transaction, month, rules(month))
        if rows is None:
            rows = transaction.rows("combination_counts", kind=kind, month=month)
        judged, changed = _judged(kind, month, rows, rules)
        if changed:
            _store_judged(transaction, kind, month, changed)
        snapshots += _changed_snapshots(transaction, kind, month, counting.tally(judged))
    if snapshots:
        transaction.run_with("incoming_snapshot", tables.snapshots(snapshots), "insert_snapshots")


def _judged(
    kind: str, month: date, rows: Iterable[Row], rules: RulesOf
) -> tuple[list[tuple[dict[str, tuple[int, int]], int]], list[Row]]:
    """Judges each combination: ([(indicator key → what a row adds, number of rows) of each
    combination], the combinations whose stored judgement is another).
    """
    judging = Judging(kind, rules(month))
    judged: list[tuple[dict[str, tuple[int, int]], int]] = []
    changed: list[Row] = []
    for number, status, attributes, key_field, flags, was_met, were_on, overlaid, count in rows:
        met, lists, amounts = judging.of(status, attributes, flags, overlaid)
        judged.append((amounts, count))
        if (met, lists) != (was_met, were_on):
            changed.append(
                (number, kind, month, status, attributes, key_field, flags, met, lists, overlaid)
            )
    return judged, changed


def _changed_snapshots(
    transaction: Transaction, kind: str, month: date, tally: dict[str, tuple[int, int]]
) -> list[dict[str, Any]]:
    """The month's values that differ from the stored ones, as new rows; the stored ones end."""
    keys = [indicator.key for indicator in indicators.INDICATORS if indicator.kind == kind]
    counts = {key: value for key, value in tally.items() if value[1]}
    stored = {
        key: (numerator, denominator)
        for key, numerator, denominator in transaction.rows("own_counts", month=month)
        if key in keys
    }
    changed = [key for key in keys if counts.get(key) != stored.get(key)]
    transaction.rows("end_own_snapshots", month=month, indicators=changed)
    return [
        {
            "batch_id": 0,
            "month": month,
            "source": OWN,
            "county": "",
            "indicator": key,
            "numerator": counts[key][0],
            "denominator": counts[key][1],
            "position": position,
        }
        for position, key in enumerate(sorted(counts))
        if key in changed
    ]


def _store_judged(
    transaction: Transaction, kind: str, month: date, combinations: Sequence[Row]
) -> None:
    """Stores combinations as they are judged now; rows of earlier data versions keep what they
    counted for then.
    """
    key, numbers = {"kind": kind, "month": month}, [row[0] for row in combinations]
    lasting = [
        number for (number,) in transaction.rows("lasting_combinations", **key, numbers=numbers)
    ]
    next_id = transaction.rows("next_combination_id")[0][0] + 1
    copies = dict(zip(lasting, range(next_id, next_id + len(lasting))))
    transaction.rows(
        "drop_combinations", numbers=[number for number in numbers if number not in copies]
    )
    transaction.run_with(
        "incoming_combination",
        tables.combinations([(copies.get(row[0], row[0]), *row[1:]) for row in combinations]),
        "insert_combinations",
    )
    if copies:
        rows = np.array(
            transaction.rows("rows_of_combinations", **key, numbers=lasting), np.int64
        ).reshape(-1, 2)
        copied = np.array([copies[number] for number in rows[:, 1].tolist()], np.int64)
        transaction.run_with(
            "incoming_overlaid",
            tables.overlaid(rows[:, 0], copied),
            "turn_new_overlaid",
            "copy_overlaid",
            "end_overlaid",
        )


def listed_villages(transaction: Transaction, month: date) -> list[Entry]:
    """The rows, as they were stored, of the village list that is in force in the month."""
    list_month = transaction.rows("village_list_month", month=month)[0][0]
    if not list_month:
        return []
    return [
        Entry(*row) for row in transaction.rows("read_entries", kind=VILLAGES, month=list_month)
    ]


def _match_village_list(transaction: Transaction, month: date) -> None:
    """Notes which rows of the ledger the village list in force does not name, and adds the villages
    that the ledger lacks.
    """
    key = {"kind": STATIONS, "month": month}
    present_names = units.present_names(transaction.rows, month)
    stored = transaction.rows("row_keys", **key)
    keys = [row_key for _, row_key, _ in units.keys_now(stored, present_names)]
    unlisted, absent = counting.against_list(
        keys, counting.in_force(listed_villages(transaction, month), present_names)
    )
    for name in ("turn_new_listed", "copy_listed", "end_listed"):
        transaction.rows(
            name,
            **key,
            unlisted=sorted(row[1] for row, row_key in zip(stored, keys) if row_key in unlisted),
        )
    _write_absent(transaction, month, absent)


def _write_absent(transaction: Transaction, month: date, absent: Sequence[Entry]) -> None:
    """Writes the villages that the ledger lacks as rows without a station, and ends such rows of
    villages that it no longer lacks.
    """
    key = {"kind": STATIONS, "month": month}
    stored = Counter(row_key for (row_key,) in transaction.rows("absent_keys", **key))
    counts = Counter(village.key for village in absent)
    staying = {row_key for row_key, count in counts.items() if stored[row_key] == count}
    transaction.rows("end_absent", **key, staying=sorted(staying))
    new = [village for village in absent if village.key not in staying]
    if new:
        rows = Entries.of(
            Entry(
                STATIONS,
                month,
                village.unit,
                village.key,
                village.name,
                {"note": counting.ABSENT_NOTE},
                counting.NO_STATION,
                counting.ABSENT,
            )
            for village in new
        )
        insert_entries(transaction, 0, STATIONS, month, rows)
