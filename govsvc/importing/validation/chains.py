"""A 一件事清单, and cases of its things, against the list in force before: what is gone from it,
and cases of what it lacks.
"""

from collections.abc import Sequence
from datetime import date

from govsvc.domain.entries import COUNTED, Entry
from govsvc.domain.indicators import CHAIN_CASES, CHAINS
from govsvc.domain.months import month_text
from govsvc.importing.chain_list import month_in_force, names_of, rows_in_force
from govsvc.importing.validation.issue_places import Places
from govsvc.store import Batch, Store

_MOST_NAMED = 5


def check_chains(store: Store, batches: Sequence[Batch], places: Places) -> None:
    """Adds the warnings."""
    for batch in batches:
        if batch.kind == CHAINS and not batch.is_changes and len(batch.entries):
            _check_list(store, batch, places)
        elif batch.kind == CHAIN_CASES:
            _check_cases(store, batch, batches, places)


def _check_list(store: Store, batch: Batch, places: Places) -> None:
    before = names_of(rows_in_force(store, batch.rows_month))
    gone = [name for key, name in before.items() if key not in set(batch.entries.values("key"))]
    listed = month_in_force(store, batch.rows_month)
    if gone and listed:
        named = "、".join(gone[:_MOST_NAMED]) + (f"等{len(gone)}个" if gone[_MOST_NAMED:] else "")
        places.warn(
            batch.entries[0],
            None,
            "chains_vanished",
            f"{month_text(listed)}的一件事清单有{len(before)}个，这份没有其中的{named}。",
            expected="与上一份清单一致；确已取消的不用改，只报变化的请选“只报变化”",
        )


def _check_cases(store: Store, batch: Batch, batches: Sequence[Batch], places: Places) -> None:
    known = set(names_of(_list_to_be(store, batch.rows_month, batches)))
    for row in batch.entries:
        if row.status == COUNTED and row.key not in known:
            places.warn(
                row,
                "chain",
                "chain_unknown",
                f"第{row.row}行“{row.name}”不在一件事清单里，办件量已保存，没有计入有办件率。",
                row.name,
                "清单里的名称；或先导入一件事清单",
            )


def _list_to_be(store: Store, month: date, batches: Sequence[Batch]) -> list[Entry]:
    """The list that will be in force."""
    coming = [batch for batch in batches if batch.kind == CHAINS and batch.rows_month <= month]
    stored = rows_in_force(store, month)
    latest = max((batch.rows_month for batch in coming), default=None)
    listed = month_in_force(store, month)
    if latest is None or listed and listed > latest:
        return stored
    rows = [row for batch in coming if batch.month == latest for row in batch.entries]
    kept = stored if all(batch.is_changes for batch in coming) else []
    return [*rows, *kept]
