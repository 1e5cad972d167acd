"""办件量 of departments as a whole, and of their items: of one month a department has one or the
other, since both together would count its cases twice.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from govsvc.domain.entries import COUNTED, Entries
from govsvc.domain.errors import GovsvcError
from govsvc.domain.indicators import CASES
from govsvc.domain.months import month_text
from govsvc.domain.row_keys import ALL_ITEMS
from govsvc.domain.rows import FileRead
from govsvc.store import Store

BESIDE_ITEMS = "case_totals_beside_items"
_MOST_NAMED = 3


def refuse_beside_items(store: Store, files: Sequence[FileRead], *, is_changes: bool) -> None:
    """Refuses each file with totals of departments whose items have rows of the month, in these
    files or in what is stored.

    What is stored of a department is replaced as a whole: rows of items take the place of its
    totals by themselves. Of changes (`is_changes`) all else stays, and they are refused, too.
    """
    brought = [(file, _by_month(file)) for file in files if not file.refused]
    months = {
        month
        for _, of_file in brought
        for month, units in of_file.items()
        if units.of_totals or is_changes
    }
    stored = {month: _units(store.rows.table(CASES, month)) for month in months}
    of_items = {month: set(stored[month].of_items) for month in months}
    for _, of_file in brought:
        for month in months & of_file.keys():
            of_items[month] |= of_file[month].of_items
    for file, of_file in brought:
        for month in sorted(months & of_file.keys()):
            both = of_file[month].of_totals & of_items[month]
            if is_changes:
                both |= of_file[month].of_items & stored[month].of_totals
            if both:
                file.refuse(_refusal(month, sorted(both)))
                break


class _Units(NamedTuple):
    """The departments with totals, and those with rows of items."""

    of_totals: set[str]
    of_items: set[str]


def _by_month(file: FileRead) -> dict[date, _Units]:
    return {
        month: _units(rows)
        for (kind, month), rows in file.entries.by_kind_and_month().items()
        if kind == CASES
    }


def _units(rows: Entries) -> _Units:
    counted = rows.where(rows.mask("status", COUNTED))
    is_total = counted.mask("name", ALL_ITEMS)
    return _Units(set(counted.where(is_total).units()), set(counted.where(~is_total).units()))


def _refusal(month: date, units: Iterable[str]) -> GovsvcError:
    names = list(units)
    named = "、".join(names[:_MOST_NAMED])
    named += f"等{len(names)}个单位" if len(names) > _MOST_NAMED else ""
    return GovsvcError(
        f"{month_text(month)}{named}既有按事项的办件量，又有按单位的汇总：两种一起会重复计算，"
        "这份文件没有导入。",
        "请保留按事项的一种，汇总不必再导入；要改用汇总的，先在“采集”页撤销按事项的那次导入。",
        BESIDE_ITEMS,
    )
