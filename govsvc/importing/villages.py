"""One village of the list merged into another."""

from dataclasses import replace
from datetime import date, datetime

from govsvc.assessment.counting import MERGED_INTO
from govsvc.domain.entries import Entries, Entry
from govsvc.domain.errors import GovsvcError
from govsvc.domain.indicators import VILLAGES
from govsvc.domain.months import month_text
from govsvc.store import Batch, Store


def merge_village(
    store: Store,
    township: str,
    name: str,
    into: str,
    month: date,
    *,
    who: str,
    expected_version: int,
    when: datetime,
    correction: str = "",
) -> int:
    """From `month` on the village `into` stands for another of a township; gives the new version.

    `into` is the village's name, or its township and name together. The list in force, with that
    change, becomes the list of that month. `correction`: why a closed month is changed.

    Raises GovsvcError where the list has no such village or `into` is merged itself, MonthClosed,
    StaleVersion, StoreError; nothing is stored then.
    """
    listed = store.rows.villages(month)
    if not any((row.unit, row.name) == (township, name) for row in listed):
        raise _unknown(month, f"{township}{name}", "请核对村（社区）名称和月份。")
    target = next(
        (
            row
            for row in listed
            if f"{row.unit}{row.name}" == into or (row.unit, row.name) == (township, into)
        ),
        None,
    )
    if target is None:
        raise _unknown(month, into, "请核对并入的村（社区）名称和月份。")
    _check_target(target, into, township, name)
    rows = [
        replace(row, month=month, attributes=row.attributes | {MERGED_INTO: into})
        if (row.unit, row.name) == (township, name)
        else replace(row, month=month)
        for row in listed
    ]
    batch = Batch(
        VILLAGES, month, [(f"{township}{name}并入{into}", "")], Entries.of(rows), is_whole=True
    )
    return store.imports.commit(
        [batch], expected_version=expected_version, who=who, when=when, correction=correction
    )


def _unknown(month: date, name: str, step: str) -> GovsvcError:
    return GovsvcError(f"{month_text(month)}的村居名录里没有{name}。", step, "village_unknown")


def _check_target(target: Entry, into: str, township: str, name: str) -> None:
    """Raises GovsvcError where the target is merged itself, or is the village that is merged."""
    successor = target.attributes.get(MERGED_INTO)
    if successor:
        raise GovsvcError(
            f"{into}已并入{successor}，不能再作为并入的村（社区）。",
            f"请选择{successor}。",
            "village_merged",
        )
    if (target.unit, target.name) == (township, name):
        raise GovsvcError(
            f"{township}{name}不能并入自身。", "请选择另一个村（社区）。", "village_merged"
        )
