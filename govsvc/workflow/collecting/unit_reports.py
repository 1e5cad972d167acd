"""What is noted of a unit: that nothing changed (零报告), or that it is to hand in again (退回)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from govsvc.domain.errors import GovsvcError
from govsvc.domain.months import month_text
from govsvc.store import NOTHING_CHANGED, REPORTED, RETURNED, Act, Store
from govsvc.workflow.collecting.unit_progress import (
    STATE_NAMES,
    WAITING,
    UnitProgress,
    progress,
    unit_of,
)


def report_no_change(
    store: Store, month: date, kind: str, *units: str, who: str, when: datetime
) -> int:
    """本月无变化（零报告） of units of one kind, in one write: the rows of the month before stay;
    gives the new version.

    Raises as `report_all_unchanged`.
    """
    return report_all_unchanged(store, month, {kind: units}, who=who, when=when)


def report_all_unchanged(
    store: Store, month: date, units_of: Mapping[str, Sequence[str]], *, who: str, when: datetime
) -> int:
    """本月无变化（零报告） of units by kind, in one write; gives the new version.

    Raises GovsvcError where one of the units has no rows to keep or has handed in, MonthClosed,
    StaleVersion, StoreError; nothing is noted then.
    """
    version = store.version()
    known = progress(store, month)
    for kind, names in units_of.items():
        for name in names:
            _refuse_no_change(store, month, unit_of(known, kind, name))
    return store.month_writes.report(
        month,
        {kind: list(dict.fromkeys(names)) for kind, names in units_of.items()},
        NOTHING_CHANGED,
        Act(who, when),
        expected_version=version,
    )


def _refuse_no_change(store: Store, month: date, known: UnitProgress) -> None:
    """Raises GovsvcError where the unit cannot report that nothing changed."""
    unit, kind = known.unit, known.kind
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


def send_back(
    store: Store, month: date, kind: str, unit: str, *, why: str, who: str, when: datetime
) -> int:
    """退回: the unit's rows of the month before are in force again, in the place of what it handed
    in; gives the new version.

    Where no month before has such rows, what it handed in stays until it hands in again.
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
        month,
        {kind: [unit]},
        RETURNED,
        Act(who, when),
        expected_version=version,
        note=why.strip(),
    )


def on_return(store: Store, month: date, known: UnitProgress) -> str:
    """What 退回 does to the rows of the unit, in a sentence."""
    if known.is_carried or not known.rows:
        return "沿用上月的数据不变。"
    months = [earlier for earlier in store.months.of_kind(known.kind) if earlier < month]
    if not months:
        return f"没有更早月份的数据可以沿用，报来的{known.rows}行在重报之前照常计入。"
    base = max(months)
    rows = store.counts.units(known.kind, base, at=month).get(known.unit, 0)
    return (
        f"报来的{known.rows}行不再计入，恢复沿用{month_text(base)}的{rows}行，直到重报；"
        "可在操作记录里撤销。"
    )


def _is_opened(store: Store, month: date) -> bool:
    state = store.months.states().get(month)
    return state is not None and state.base is not None
