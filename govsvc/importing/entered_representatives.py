"""A department's 首席事务代表, as typed into the form."""

from dataclasses import replace

from govsvc.domain.entries import Entries
from govsvc.domain.indicators import REPRESENTATIVES
from govsvc.domain.representatives import (
    Representative,
    checked,
    ended_after,
    entry_of,
    of_nobody,
)
from govsvc.importing import entered_rows
from govsvc.store import Act, Batch, Store

#: what stands where the file's name would
FORM = "首席事务代表登记"


def enter(
    store: Store,
    wanted: Representative,
    act: Act,
    *,
    expected_version: int,
    years: int = 0,
    correction: str = "",
) -> int:
    """Stores the department's row of the month in place of its earlier one; gives the new version.

    `years`: of the term, where it has no last day: it is counted from its first day, else from the
    day of issue. Raises GovsvcError where the row contradicts itself, the department is not on the
    roster, or a term has no beginning; MonthClosed, NotAllowed, StaleVersion, StoreError. Nothing
    is stored then.
    """
    row = checked(ended_after(wanted, years) if years else wanted)
    known = store.settings.roster().resolve(row.unit)
    if known is None:
        raise of_nobody(row.unit)
    row = replace(row, unit=known.name, file=FORM, sheet=FORM, row=1)
    batch = Batch(
        REPRESENTATIVES,
        row.month,
        [(FORM, "")],
        Entries.of([entry_of(row)]),
        is_changes=True,
    )
    return entered_rows.commit(
        store, batch, act, expected_version=expected_version, correction=correction
    )
