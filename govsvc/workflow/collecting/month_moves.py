"""The month of work: opened from the one before (底册), sent to review, closed (定稿)."""

from datetime import date, datetime

from govsvc.assessment.counting import COUNTED_KINDS
from govsvc.domain.errors import GovsvcError
from govsvc.domain.month_states import CLOSED, COLLECTING
from govsvc.domain.months import month_after, month_text
from govsvc.store import Act, Store
from govsvc.workflow.collecting.unit_progress import open_points, progress


def open_month(
    store: Store, month: date, *, who: str, when: datetime, today: date, skip: bool = False
) -> int:
    """Opens the month as a copy of the one before; gives the new version.

    Raises GovsvcError where it was opened before, has not come yet, is older than the latest data,
    or would skip a month (unless `skip`); StaleVersion, StoreError. Nothing changes then.
    """
    if month > today:
        raise GovsvcError(
            f"{month_text(month)}还没有到，不能开月。", "请检查月份。", "month_in_future"
        )
    version, latest, states = store.version(), _latest(store, today), store.months.states()
    if latest and month < latest and month not in states:
        raise GovsvcError(
            f"{month_text(latest)}已有数据，不能再以更早的{month_text(month)}开月。",
            "补录以前的月份，请直接导入表格。",
            "month_before_latest",
        )
    if latest and month > month_after(latest) and not skip:
        raise GovsvcError(
            f"{month_text(month_after(latest))}还没有数据，直接开{month_text(month)}会跳过它。",
            f"请先开{month_text(month_after(latest))}；确要跳过的，请注明跳过。",
            "month_skipped",
        )
    return store.month_writes.open(month, Act(who, when), expected_version=version)


def next_month(store: Store) -> date | None:
    """The month after the latest that has rows or is open; None for an empty database."""
    latest = _latest(store)
    return month_after(latest) if latest else None


def _latest(store: Store, until: date = date.max) -> date | None:
    """The latest month up to a day that has rows or is being collected; a month that was closed or
    reviewed and then undone does not count.
    """
    by_kind = store.months.by_kind()
    months = {month for kind in COUNTED_KINDS for month in by_kind.get(kind, ())}
    months |= {month for month, state in store.months.states().items() if state.state == COLLECTING}
    return max((month for month in months if month <= until), default=None)


def move_month(
    store: Store, month: date, state: str, *, who: str, when: datetime, reason: str = ""
) -> int:
    """采集中 ↔ 待审核 → 已定稿; gives the new version.

    Raises GovsvcError where the month has no data, is closed, or is to be closed with units missing
    or rows in error and no reason is given; StaleVersion, StoreError. Nothing changes then.
    """
    version = store.version()
    if state != COLLECTING and month > when.date():
        raise GovsvcError(
            f"{month_text(month)}还没有到，不能{'定稿' if state == CLOSED else '送审'}。",
            "请检查月份；导入时写错了月份的，请撤销那次导入。",
            "month_in_future",
        )
    points = open_points(progress(store, month)) if state == CLOSED else []
    if points and not reason.strip():
        raise GovsvcError(
            f"{month_text(month)}不能直接定稿：{'；'.join(points)}。",
            "请先补齐，或写明定稿原因。",
            "reason_needed",
        )
    return store.month_writes.set_state(
        month, state, Act(who, when, reason=reason.strip()), expected_version=version
    )


def opened_from(store: Store, month: date) -> list[date]:
    """The open months that began as a copy of this one: what changes here does not change there."""
    return sorted(
        opened
        for opened, state in store.months.states().items()
        if state.base == month and state.state != CLOSED
    )
