"""汇总录入: the totals of one week of calls, as they were typed into the form."""

from govsvc.domain.entries import COUNTED, Entries
from govsvc.domain.errors import GovsvcError
from govsvc.domain.feedback import (
    VALID,
    CallTotals,
    call_of,
    is_of_month,
    mismatches,
    total_count,
    totals_entry,
    week_text,
)
from govsvc.domain.indicators import CALL_TOTALS, CALLS
from govsvc.domain.months import month_text
from govsvc.importing import entered_rows
from govsvc.store import Act, Batch, Store

#: what stands where the file's name would
FORM = "汇总录入"


def enter(
    store: Store,
    totals: CallTotals,
    act: Act,
    *,
    expected_version: int,
    correction: str = "",
) -> int:
    """Stores the totals in place of those of the same week; gives the new version.

    Raises GovsvcError where 有效回访 is missing, the numbers do not add up, the week is not of the
    month or has rows already; MonthClosed, NotAllowed, StaleVersion, StoreError. Nothing is stored
    then.
    """
    _refuse(store, totals)
    kept = CallTotals(
        totals.month, totals.week, totals.unit, totals.counts, totals.printed, FORM, FORM, 1
    )
    batch = Batch(
        CALL_TOTALS,
        totals.month,
        [(FORM, "")],
        Entries.of([totals_entry(kept)]),
        is_changes=True,
    )
    return entered_rows.commit(
        store, batch, act, expected_version=expected_version, correction=correction
    )


def _refuse(store: Store, totals: CallTotals) -> None:
    name = total_count(VALID).name
    if VALID not in totals.counts:
        raise GovsvcError(
            f"汇总没有保存：没有填写{name}数。", "没有有效回访的填0。", "totals_incomplete"
        )
    faults = [f"{total_count(one.key).name}{one.message}" for one in mismatches(totals.counts)]
    if faults:
        raise GovsvcError(
            f"汇总没有保存，有对不上的数：{'；'.join(faults)}。",
            "请核对后再保存。",
            "totals_do_not_add_up",
        )
    if totals.week is None:
        return
    if not is_of_month(totals.week, totals.month):
        raise GovsvcError(
            f"汇总没有保存：{week_text(totals.week)}没有一天在{month_text(totals.month)}。",
            "请选这个月里的一周。",
            "week_of_another_month",
        )
    rows = store.rows.entries(CALLS, totals.month)
    if any(call_of(row).week == totals.week for row in rows if row.status == COUNTED):
        raise GovsvcError(
            f"汇总没有保存：{week_text(totals.week)}已经有回访台账，按台账逐件计数。",
            "要改这一周的数，请改正台账后重新导入。",
            "totals_beside_rows",
        )
