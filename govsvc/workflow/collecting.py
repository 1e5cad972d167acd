"""The clerk's month: opened from the one before (底册), chased unit by unit (报送进度), closed
(定稿); and its drafts (第N稿).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from govsvc.assessment.counting import COUNTED_KINDS
from govsvc.domain.entries import LEFT_OUT
from govsvc.domain.errors import GovsvcError
from govsvc.domain.indicators import ITEMS, KINDS, PARTIAL_KINDS, STATIONS, unit_word
from govsvc.domain.month_states import MONTH_STATES
from govsvc.domain.months import month_after, month_text
from govsvc.domain.roster import DEPARTMENT, TOWNSHIP
from govsvc.store import (
    CLOSE,
    CLOSED,
    COLLECTING,
    IMPORT,
    JUDGE,
    NOTHING_CHANGED,
    OPEN,
    REPORT,
    REPORTED,
    RETURNED,
    REVIEW,
    SETTING,
    UNDO,
    Act,
    Edition,
    MonthState,
    Operation,
    Store,
)

#: a unit that has not handed in
WAITING = "waiting"
STATE_NAMES = {REPORTED: "已报", NOTHING_CHANGED: "零报告", RETURNED: "退回", WAITING: "未报"}
#: kinds that units hand in each month, with the measure word of the units
_SHORT = {ITEMS: "部门", STATIONS: "乡镇"}
#: kind → kind of the units that hand it in
_HANDS_IN = {ITEMS: DEPARTMENT, STATIONS: TOWNSHIP}


@dataclass(frozen=True, slots=True)
class UnitProgress:
    """One department or township in one month.

    `rows`: its rows in force; `is_carried`: they are those of the month before (沿用上月).

    `contact`: 联系人 and telephone as the roster has them.
    """

    kind: str
    unit: str
    state: str
    rows: int
    is_carried: bool
    at: datetime | None = None
    who: str | None = None
    file: str | None = None
    note: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """Who has handed in for a month.

    `state`: None where the month was not opened, reviewed or closed so far.
    """

    month: date
    state: MonthState | None
    units: tuple[UnitProgress, ...]
    left_out: int

    @property
    def is_closed(self) -> bool:
        return self.state is not None and self.state.state == CLOSED

    @property
    def state_name(self) -> str:
        """采集中, 待审核, 已定稿; a month that nobody opened is being collected."""
        return MONTH_STATES[self.state.state if self.state else COLLECTING]

    def counts(self, kind: str) -> Counter:
        """State → number of units."""
        return Counter(unit.state for unit in self.units if unit.kind == kind)

    def waiting(self, kind: str | None = None) -> list[UnitProgress]:
        """Units from which something is still to come: those that handed in nothing, and those
        whose report was returned.
        """
        return [
            unit
            for unit in self.units
            if unit.state in (WAITING, RETURNED) and kind in (None, unit.kind)
        ]

    @property
    def text(self) -> str:
        """已报27/30个部门、14/15个乡镇; "" where there are no units."""
        parts = []
        for kind, word in _SHORT.items():
            counts = self.counts(kind)
            if counts:
                parts.append(
                    f"{counts[REPORTED] + counts[NOTHING_CHANGED]}/{counts.total()}个{word}"
                )
        return "已报" + "、".join(parts) if parts else ""


def progress(store: Store, month: date) -> Progress:
    """Who has handed in for the month.

    Expected are the units that have rows in it and, until it is closed, those that had some in the
    month before it where
    it was not opened from that, and those of the roster: its departments for items, its townships
    for stations.
    """
    state = store.months.states().get(month)
    is_open = state is None or state.state != CLOSED
    handed_in = {(found.kind, found.unit): found for found in store.months.submissions(month)}
    roster, months = store.settings.roster(), store.months.by_kind()
    is_latest = not any(found > month for kind in COUNTED_KINDS for found in months.get(kind, ()))
    contacts = {
        unit.name: " ".join(filter(None, (unit.contact, unit.phone))) for unit in roster.units
    }
    units = []
    for kind in COUNTED_KINDS:
        rows = store.counts.units(kind, month)
        expected = rows.keys() | {unit for found, unit in handed_in if found == kind}
        before = max((found for found in months.get(kind, ()) if found < month), default=None)
        if before and is_open and not (state and state.base):
            expected |= store.counts.units(kind, before, at=month).keys() - roster.dissolved(month)
        if is_open and is_latest and (rows or before):
            expected |= {
                unit.name
                for unit in roster.units
                if unit.kind == _HANDS_IN[kind] and unit.is_there(month)
            }
        carried = store.rows.carried_units(kind, month)
        for unit in sorted(expected):
            found = handed_in.get((kind, unit))
            count, is_carried = rows.get(unit, 0), unit in carried
            contact = contacts.get(unit, "")
            units.append(
                UnitProgress(
                    kind,
                    unit,
                    found.state,
                    count,
                    is_carried,
                    found.at,
                    found.who,
                    found.file,
                    found.note,
                    contact,
                )
                if found
                else UnitProgress(kind, unit, WAITING, count, is_carried, contact=contact)
            )
    left_out = sum(
        count
        for kind, _, status, count in store.counts.status_counts(month)
        if status == LEFT_OUT and kind in (*COUNTED_KINDS, *PARTIAL_KINDS)
    )
    return Progress(month, state, tuple(units), left_out)


def reminder(found: Progress, deadline: date | None = None) -> str:
    """The list of those to remind (催报名单), a text for the work chat; "" where all have handed
    in.
    """
    lines = []
    for kind in COUNTED_KINDS:
        late = [unit.unit for unit in found.waiting(kind) if unit.state == WAITING]
        if late:
            lines.append(f"未报的{unit_word(kind)}（{len(late)}个）：{'、'.join(late)}。")
        returned = [
            f"{unit.unit}（{unit.note}）" if unit.note else unit.unit
            for unit in found.waiting(kind)
            if unit.state == RETURNED
        ]
        if returned:
            lines.append(
                f"退回待重报的{unit_word(kind)}（{len(returned)}个）：{'、'.join(returned)}。"
            )
    if not lines:
        return ""
    until = f"，请于{deadline.month}月{deadline.day}日前报送" if deadline else "，请尽快报送"
    return "\n".join(
        [
            f"【{month_text(found.month)}政务服务数据报送提醒】截至目前{found.text}{until}。",
            *lines,
            "没有变化的请回复“本月无变化”。",
        ]
    )


def open_month(
    store: Store, month: date, *, who: str, when: datetime, today: date, skip: bool = False
) -> int:
    """Opens the month as a copy of the one before; gives the new version.

    Raises GovsvcError where it was opened before, has not come yet, is older than the latest data,
    or would skip a month
    (unless `skip`); StaleVersion, StoreError. Nothing changes then.
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
    """The latest month up to a day that has rows or is being collected; what was closed or reviewed
    and then undone is none.
    """
    found = store.months.by_kind()
    months = {month for kind in COUNTED_KINDS for month in found.get(kind, ())}
    months |= {month for month, state in store.months.states().items() if state.state == COLLECTING}
    return max((month for month in months if month <= until), default=None)


def report_no_change(
    store: Store, month: date, kind: str, unit: str, *, who: str, when: datetime
) -> int:
    """本月无变化（零报告）: the rows of the month before stay; gives the new version.

    Raises GovsvcError where the unit has no rows to keep or has handed in, MonthClosed,
    StaleVersion, StoreError.
    """
    version = store.version()
    found = _unit(progress(store, month), kind, unit)
    if found.state in (REPORTED, NOTHING_CHANGED):
        raise GovsvcError(
            f"{unit}{month_text(month)}{STATE_NAMES[found.state]}，不能再记零报告。",
            "有变化的请重新上传，原来的会被替换。",
            "reported_before",
        )
    if (
        not found.rows
        and not _is_opened(store, month)
        and any(earlier < month for earlier in store.months.of_kind(kind))
    ):
        raise GovsvcError(
            f"{month_text(month)}还没有开月，{unit}没有上月的数据可以沿用，不能记零报告。",
            "请先开月，或上传该单位的完整清单。",
            "nothing_to_keep",
        )
    if found.rows and not found.is_carried:
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
    found = _unit(progress(store, month), kind, unit)
    if found.state == WAITING:
        raise GovsvcError(f"{unit}还没有报送，不能退回。", "请核对单位。", "not_reported")
    if not why.strip():
        raise GovsvcError("退回要写明原因。", "请填写退回原因，如“缺少实施编码”。", "reason_needed")
    return store.month_writes.report(
        month, kind, [unit], RETURNED, Act(who, when), expected_version=version, note=why.strip()
    )


def _is_opened(store: Store, month: date) -> bool:
    state = store.months.states().get(month)
    return state is not None and state.base is not None


def _unit(found: Progress, kind: str, unit: str) -> UnitProgress:
    for known in found.units:
        if (known.kind, known.unit) == (kind, unit):
            return known
    raise GovsvcError(
        f"{month_text(found.month)}没有“{unit}”这个{unit_word(kind)}。",
        "请核对单位名称。",
        "no_such_unit",
    )


def open_points(found: Progress) -> list[str]:
    """What speaks against closing the month, in Chinese."""
    points = []
    for kind in COUNTED_KINDS:
        waiting = found.waiting(kind)
        if waiting:
            names = "、".join(unit.unit for unit in waiting[:5]) + (
                "等" if len(waiting) > 5 else ""
            )
            points.append(
                f"还有{len(waiting)}个{_SHORT[kind]}未报"
                f"{'或被退回' if any(unit.state == RETURNED for unit in waiting) else ''}（"
                f"{names}）"
            )
    if found.left_out:
        points.append(f"有{found.left_out}行有误、没有计入")
    return points


def move_month(
    store: Store, month: date, state: str, *, who: str, when: datetime, reason: str = ""
) -> int:
    """采集中 ↔ 待审核 → 已定稿; gives the new version.

    Raises GovsvcError where the month has no data, is closed, or is to be closed with units missing
    or rows in error and
    no reason is given; StaleVersion, StoreError. Nothing changes then.
    """
    version, found = store.version(), progress(store, month)
    if state != COLLECTING and month > when.date():
        raise GovsvcError(
            f"{month_text(month)}还没有到，不能{'定稿' if state == CLOSED else '送审'}。",
            "请检查月份；导入时写错了月份的，请撤销那次导入。",
            "month_in_future",
        )
    points = open_points(found) if state == CLOSED else []
    if points and not reason.strip():
        raise GovsvcError(
            f"{month_text(month)}不能直接定稿：{'；'.join(points)}。",
            "请先补齐，或写明定稿原因。",
            "reason_needed",
        )
    return store.month_writes.set_state(
        month, state, Act(who, when, reason=reason.strip()), expected_version=version
    )


@dataclass(frozen=True, slots=True)
class Draft:
    """One write that changed a month's rows.

    `number`: 第N稿 of the month for an import, None for others. `undone_by`: its version.
    """

    version: int
    number: int | None
    what: str
    who: str
    at: datetime
    reason: str
    files: tuple[tuple[str, str], ...]
    kinds: tuple[str, ...]
    units: tuple[str, ...]
    rows: int
    undone_by: int | None
    can_undo: bool

    @property
    def name(self) -> str:
        if self.number is not None:
            return f"第{self.number}稿"
        return {
            OPEN: "开月",
            REPORT: "零报告或退回",
            UNDO: "撤销",
            CLOSE: "定稿",
            REVIEW: "送审或退回采集",
            SETTING: "口径调整",
            JUDGE: "疑似认定或排除",
        }[self.what]


def drafts(store: Store, month: date | None) -> list[Draft]:
    """The writes of a month, the latest first; those of targets for None."""
    operations = store.records.operations()
    undone = store.undoing.undone()
    of_batch: dict[int, list] = {}
    for batch in store.records.batches():
        if batch.month == month:
            of_batch.setdefault(batch.version, []).append(batch)
    undoing = {
        version: operation for operation in operations if (version := operation.undone) is not None
    }
    mine: list[Operation] = [
        operation
        for operation in operations
        if operation.version in of_batch
        or (month and operation.month == month)
        or operation.undone in of_batch
    ]
    numbers = {version: number for number, version in enumerate(sorted(of_batch), start=1)}
    found = []
    for operation in dict.fromkeys(mine):
        batches = of_batch.get(operation.version, [])
        found.append(
            Draft(
                operation.version,
                numbers.get(operation.version),
                operation.what,
                operation.who,
                operation.at,
                operation.reason,
                tuple(dict.fromkeys((batch.file, batch.sha256) for batch in batches)),
                tuple(dict.fromkeys(KINDS[batch.kind] for batch in batches)),
                tuple(sorted({unit for batch in batches for unit in batch.units})),
                sum({batch.batch_id: batch.row_count for batch in batches}.values()),
                undoing[operation.version].version if operation.version in undone else None,
                operation.what in (IMPORT, OPEN, REPORT, JUDGE, UNDO)
                and operation.version not in undone,
            )
        )
    return found


def opened_from(store: Store, month: date) -> list[date]:
    """The months that are not closed and were opened as a copy of this one: what changes here does
    not change there.
    """
    return sorted(
        found
        for found, state in store.months.states().items()
        if state.base == month and state.state != CLOSED
    )


def published_version(store: Store, month: date, edition: int | None = None) -> int | None:
    """The data version at which the month is read: that of its last closing, or of the `edition`;
    None while it is open.

    So everything that is said of a closed month stays as it was said, also what compares it with
    other months.
    """
    found = editions(store, month)
    state = store.months.states().get(month)
    if not found or state is None or state.state != CLOSED:
        return None
    return next(
        (closing.version for closing in found if closing.edition == edition), found[-1].version
    )


def as_published(store: Store, month: date, edition: int | None = None) -> Store:
    """The store as the month is read."""
    version = published_version(store, month, edition)
    return store.at(version) if version else store


def editions(store: Store, month: date) -> Sequence[Edition]:
    """The closings of the month, the first first."""
    return [edition for edition in store.months.editions() if edition.month == month]
