"""What is noted of a unit: that nothing changed (零报告), or that it is to hand in again (退回)."""

from datetime import date, datetime

from govsvc.domain.errors import GovsvcError
from govsvc.domain.months import month_text
from govsvc.store import NOTHING_CHANGED, REPORTED, RETURNED, Act, Store
from govsvc.workflow.collecting.unit_progress import STATE_NAMES, WAITING, progress, unit_of


def report_no_change(
    store: Store, month: date, kind: str, unit: str, *, who: str, when: datetime
) -> int:
    """本月无变化（零报告）: the rows of the month before stay; gives the new version.

    Raises GovsvcError where the unit has no rows to keep or has handed in, MonthClosed,
    StaleVersion, StoreError.
    """
    version = store.version()
    known = unit_of(progress(store, month), kind, unit)
    if known.state in (REPORTED, NOTHING_CHANGED):
        raise GovsvcError(
            f"{unit}{month_text(month)}{STATE_NAMES[known.state]}，不能再记零报告。",
            "有变化的请重新上传，原来的会被替换。",
            "reported_before",
        )
    if (
        not known.rows
        and not _is_opened(store, month)
        and any(earlier < month for earlier in store.months.of_kind(kind))
    ):
        raise GovsvcError(
            f"{month_text(month)}还没有开月，{unit}没有上月的数据可以沿用，不能记零报告。",
            "请先开月，或上传该单位的完整清单。",
            "nothing_to_keep",
        )
    if known.rows and not known.is_carried:
        raise GovsvcError(
            f"{unit}{month_text(month)}的数据是报来的，不是沿用上月的，不能记零报告。",
            "请重新上传；确实没有变化的，先在操作记录里撤销报来的那一稿，再记零报告。",
            "rows_not_carried",
        )
    return store.month_writes.report(
        month, kind, [unit], NOTHING_CHANGED, Act(who, when), expected_version=version
    )


def send_back(
    store: Store, month: date, kind: str, unit: str, *, why: str, who: str, when: datetime
) -> int:
    """退回: what the unit handed in stays in force until it hands in again; gives the new version.

    Raises GovsvcError where it has handed in nothing or no reason is given, MonthClosed,
    StaleVersion, StoreError.
    """
    version = store.version()
    known = unit_of(progress(store, month), kind, unit)
    if known.state == WAITING:
        raise GovsvcError(f"{unit}还没有报送，不能退回。", "请核对单位。", "not_reported")
    if not why.strip():
        raise GovsvcError("退回要写明原因。", "请填写退回原因，如“缺少实施编码”。", "reason_needed")
    return store.month_writes.report(
        month, kind, [unit], RETURNED, Act(who, when), expected_version=version, note=why.strip()
    )


def _is_opened(store: Store, month: date) -> bool:
    state = store.months.states().get(month)
    return state is not None and state.base is not None
