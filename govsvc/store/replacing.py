"""Which stored rows a batch takes the place of: those of its units, and those of its keys."""

from collections.abc import Callable, Collection, Mapping
from functools import cache

from govsvc.assessment.counting import KINDS_OF_UNITS
from govsvc.domain.entries import COUNTED, LEFT_OUT
from govsvc.domain.feedback import week_of_key
from govsvc.domain.indicators import COUNTY_LISTS, KINDS_OF_PARTS
from govsvc.store.queries import Query
from govsvc.store.values import Batch

#: whether something holds of a stored row, by its (unit, key, status)
OfRow = Callable[[str, str, str], bool]


def replaces(batch: Batch, unitless: Collection[tuple[str, str]] = ()) -> OfRow:
    """Whether the batch replaces a stored row of its kind and month.

    Commit and preview both use it. A unit whose rows in the batch all have an error keeps its rows,
    but for those that had an error themselves. `unitless`: the rows without a unit that a list of
    units replaces (`unitless_rows`); one of another kind replaces them all. Calls and
    their totals take the place of all those of their weeks, questions of those of their waves, a
    list of the county that of the whole list.
    """
    if not batch.entries:
        return lambda unit, key, status: False
    if batch.kind in KINDS_OF_PARTS and not batch.is_by_key:
        return _of_weeks(batch)
    if batch.is_changes:
        keys, faulty_keys = map(set, batch.replaced_keys)
        return lambda unit, key, status: key in keys or (status == LEFT_OUT and key in faulty_keys)
    if batch.is_whole:
        return lambda unit, key, status: True
    if batch.kind in COUNTY_LISTS:
        has_rows_that_count = batch.left_out_count < len(batch.entries)
        return lambda unit, key, status: has_rows_that_count or status == LEFT_OUT
    units, faulty, is_taken = set(batch.units), set(batch.entries.units()), takes_over(batch)
    replaces_unitless = batch.kind not in KINDS_OF_UNITS

    def is_replaced(unit: str, key: str, status: str) -> bool:
        if not unit:
            return replaces_unitless or (key, status) in unitless
        is_own = unit in units or (status == LEFT_OUT and unit in faulty)
        return is_own or is_taken(unit, key, status)

    return is_replaced


def _of_weeks(batch: Batch) -> OfRow:
    """A week of which every row has an error takes the place of such rows alone."""
    sure = batch.entries.where(~batch.entries.mask("status", LEFT_OUT))
    brought, counted = (set(map(week_of_key, rows.values("key"))) for rows in (batch.entries, sure))
    return lambda unit, key, status: (
        week_of_key(key) in (brought if status == LEFT_OUT else counted)
    )


def takes_over(batch: Batch) -> OfRow:
    """Whether a stored row of the batch's kind and month counts for another unit, which the batch
    says nothing else of, under a key that it gives to one of its own.

    A key belongs to one unit in a month. Where a whole month is replaced no row of others is left.
    """
    if batch.kind not in KINDS_OF_UNITS or batch.is_whole:
        return lambda unit, key, status: False
    sure = batch.entries.where(
        ~batch.entries.mask("status", LEFT_OUT)
        if batch.is_changes
        else batch.entries.mask("status", COUNTED)
    )

    @cache
    def owners() -> dict[str, str]:
        return dict(zip(sure.values("key"), sure.values("unit")))

    # what a full list does not say again of its own units ends with it
    own = {""} if batch.is_changes else {"", *batch.units}
    return lambda unit, key, status: (
        status == COUNTED and unit not in own and key in owners() and unit != owners()[key]
    )


def unitless_rows(
    query: Query, batch: Batch, present_names: Mapping[str, str]
) -> set[tuple[str, str]]:
    """(key, status) of those stored rows without a unit that a full list of units replaces: it
    brings the key itself, or all units of the file that the row came from.

    Rows of a file that names no unit at all are replaced by the next such list; rows that count
    only by rows that count.
    """
    if batch.kind not in KINDS_OF_UNITS or batch.is_changes:
        return set()
    sure = batch.entries.where(~batch.entries.mask("status", LEFT_OUT))
    brought = {
        is_faulty: (set(rows.units()), set(rows.values("key")))
        for is_faulty, rows in ((True, batch.entries), (False, sure))
    }
    replaced = set()
    for key, status, of_file in query("unitless_rows", kind=batch.kind, month=batch.month):
        units, keys = brought[status == LEFT_OUT]
        came_with = {present_names.get(unit, unit) for unit in of_file}
        if key in keys or (came_with <= units if came_with else units == {""}):
            replaced.add((key, status))
    return replaced
