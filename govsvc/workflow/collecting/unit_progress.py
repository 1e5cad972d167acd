"""Who has handed in for a month (报送进度), and whom to remind."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from govsvc.assessment.counting import COUNTED_KINDS
from govsvc.domain import deadlines
from govsvc.domain.entries import LEFT_OUT
from govsvc.domain.errors import GovsvcError
from govsvc.domain.indicators import ITEMS, PARTIAL_KINDS, STATIONS, unit_word
from govsvc.domain.month_states import CLOSED, COLLECTING, MONTH_STATES
from govsvc.domain.months import month_text
from govsvc.domain.roster import DEPARTMENT, TOWNSHIP, Roster
from govsvc.store import NOTHING_CHANGED, REPORTED, RETURNED, MonthState, Store, Submission

#: a unit that has not handed in
WAITING = "waiting"
STATE_NAMES = {REPORTED: "已报", NOTHING_CHANGED: "零报告", RETURNED: "退回", WAITING: "未报"}
#: kinds that units hand in each month, with the measure word of the units
_SHORT = {ITEMS: "部门", STATIONS: "乡镇"}
#: kind → kind of the units that hand it in
_HANDS_IN = {ITEMS: DEPARTMENT, STATIONS: TOWNSHIP}
#: late units that a sentence names
_MOST_LATE = 5


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
        """Whether the month is closed (已定稿)."""
        return self.state is not None and self.state.state == CLOSED

    @property
    def state_name(self) -> str:
        """采集中, 待审核, 已定稿; a month that nobody opened is being collected."""
        return MONTH_STATES[self.state.state if self.state else COLLECTING]

    def counts(self, kind: str) -> Counter[str]:
        """State → number of units."""
        return Counter(unit.state for unit in self.units if unit.kind == kind)

    def waiting(self, kind: str | None = None) -> list[UnitProgress]:
        """The units that still have to hand in: those that handed in nothing, and those whose
        report was returned.
        """
        return [
            unit
            for unit in self.units
            if unit.state in (WAITING, RETURNED) and kind in (None, unit.kind)
        ]

    @property
    def text(self) -> str:
        """已报27/30个部门、14/15个乡镇; "" where there are no units."""
        return f"已报{self._reported}" if self._reported else ""

    @property
    def is_all_in(self) -> bool:
        """Whether all have handed in for a month that is still being collected."""
        is_open = self.state is None or self.state.state == COLLECTING
        return is_open and bool(self.units) and not self.waiting()

    @property
    def summary(self) -> str:
        """采集中，已报27/30个部门; 已报齐，待定稿（30/30个部门）; 采集中 without units."""
        if self.is_all_in:
            return f"已报齐，待定稿（{self._reported}）"
        return "，".join(filter(None, (self.state_name, self.text)))

    @property
    def _reported(self) -> str:
        """27/30个部门、14/15个乡镇; "" where there are no units."""
        parts = []
        for kind, word in _SHORT.items():
            counts = self.counts(kind)
            if counts:
                parts.append(
                    f"{counts[REPORTED] + counts[NOTHING_CHANGED]}/{counts.total()}个{word}"
                )
        return "、".join(parts)


def progress(store: Store, month: date) -> Progress:
    """Who has handed in for the month.

    Expected are the units that have rows in it; until it is closed also those that had some in the
    month before, where it was not opened from that, and the roster's departments for items and
    townships for stations.
    """
    state = store.months.states().get(month)
    submissions = {
        (submission.kind, submission.unit): submission
        for submission in store.months.submissions(month)
    }
    roster, months = store.settings.roster(), store.months.by_kind()
    contacts = {
        unit.name: " ".join(filter(None, (unit.contact, unit.phone))) for unit in roster.units
    }
    units: list[UnitProgress] = []
    for kind in COUNTED_KINDS:
        rows = store.counts.units(kind, month)
        expected = rows.keys() | {unit for known, unit in submissions if known == kind}
        if state is None or state.state != CLOSED:
            if not (state and state.base):
                expected |= _of_month_before(store, roster, months, kind, month)
            if _is_latest(months, month) and (rows or _before(months, kind, month)):
                expected |= _of_roster(roster, kind, month)
        carried = store.rows.carried_units(kind, month)
        for unit in sorted(expected):
            units.append(
                _unit_progress(
                    kind,
                    unit,
                    contacts.get(unit, ""),
                    submissions.get((kind, unit)),
                    rows.get(unit, 0),
                    unit in carried,
                )
            )
    left_out = sum(
        count
        for kind, _, status, count in store.counts.status_counts(month)
        if status == LEFT_OUT and kind in (*COUNTED_KINDS, *PARTIAL_KINDS)
    )
    return Progress(month, state, tuple(units), left_out)


def _before(months: Mapping[str, Sequence[date]], kind: str, month: date) -> date | None:
    """The latest month before this one that has rows of the kind."""
    return max((known for known in months.get(kind, ()) if known < month), default=None)


def _is_latest(months: Mapping[str, Sequence[date]], month: date) -> bool:
    """Whether no later month has rows that units hand in."""
    return not any(known > month for kind in COUNTED_KINDS for known in months.get(kind, ()))


def _of_month_before(
    store: Store,
    roster: Roster,
    months: Mapping[str, Sequence[date]],
    kind: str,
    month: date,
) -> set[str]:
    """The units that had rows in the month before, without those dissolved since."""
    before = _before(months, kind, month)
    if before is None:
        return set()
    return store.counts.units(kind, before, at=month).keys() - roster.dissolved(month)


def _of_roster(roster: Roster, kind: str, month: date) -> set[str]:
    """The units of the roster that hand in rows of the kind and exist in the month."""
    return {
        unit.name for unit in roster.units if unit.kind == _HANDS_IN[kind] and unit.is_there(month)
    }


def _unit_progress(
    kind: str,
    name: str,
    contact: str,
    submission: Submission | None,
    rows: int,
    is_carried: bool,
) -> UnitProgress:
    if submission is None:
        return UnitProgress(kind, name, WAITING, rows, is_carried, contact=contact)
    return UnitProgress(
        kind,
        name,
        submission.state,
        rows,
        is_carried,
        submission.at,
        submission.who,
        submission.file,
        submission.note,
        contact,
    )


def unit_of(known: Progress, kind: str, name: str) -> UnitProgress:
    """The progress of one unit. Raises GovsvcError where it is not expected to hand in."""
    for unit in known.units:
        if (unit.kind, unit.unit) == (kind, name):
            return unit
    raise GovsvcError(
        f"{month_text(known.month)}没有“{name}”这个{unit_word(kind)}。",
        "请核对单位名称。",
        "no_such_unit",
    )


def reminder(progress: Progress, deadline: date | None = None) -> str:
    """The list of those to remind (催报名单), a text for the work chat; "" where all have handed
    in.
    """
    lines = [line for kind in COUNTED_KINDS for line in _late_lines(progress, kind)]
    if not lines:
        return ""
    until = f"，请于{deadlines.day_text(deadline)}前报送" if deadline else "，请尽快报送"
    return "\n".join(
        [
            f"【{month_text(progress.month)}政务服务数据报送提醒】截至目前{progress.text}{until}。",
            *lines,
            "没有变化的请回复“本月无变化”。",
        ]
    )


def _late_lines(progress: Progress, kind: str) -> list[str]:
    """A line for the units that handed in nothing, and one for those that are to do so again."""
    waiting = progress.waiting(kind)
    late = [unit.unit for unit in waiting if unit.state == WAITING]
    returned = [
        f"{unit.unit}（{unit.note}）" if unit.note else unit.unit
        for unit in waiting
        if unit.state == RETURNED
    ]
    word = unit_word(kind)
    lines = [f"未报的{word}（{len(late)}个）：{'、'.join(late)}。"] if late else []
    if returned:
        lines.append(f"退回待重报的{word}（{len(returned)}个）：{'、'.join(returned)}。")
    return lines


def open_points(progress: Progress) -> list[str]:
    """What speaks against closing the month, in Chinese."""
    points = []
    for kind in COUNTED_KINDS:
        waiting = progress.waiting(kind)
        if waiting:
            names = "、".join(unit.unit for unit in waiting[:_MOST_LATE])
            more = "等" if len(waiting) > _MOST_LATE else ""
            is_returned = any(unit.state == RETURNED for unit in waiting)
            points.append(
                f"还有{len(waiting)}个{_SHORT[kind]}未报{'或被退回' if is_returned else ''}（"
                f"{names}{more}）"
            )
    if progress.left_out:
        points.append(f"有{progress.left_out}行有误、没有计入")
    return points
