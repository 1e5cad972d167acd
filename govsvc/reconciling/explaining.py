"""The rows that could explain why the own count is not the bulletin's, by ground."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from govsvc.assessment import counting, overlays, reasons
from govsvc.assessment.problems import CODES
from govsvc.assessment.row_matching import pair
from govsvc.domain import indicators
from govsvc.domain.indicators import DISAGREES
from govsvc.domain.rates import MINUS
from govsvc.domain.rows import COUNTED, LEFT_OUT, OUT_OF_SCOPE, Entry, ListRow
from govsvc.reconciling.comparing import Comparison, Effect
from govsvc.store import JudgedRow, Operation, Store
from govsvc.workflow import collecting

CHANGED, CARRIED, FAULTY, DISAGREEING = "changed", "carried", "faulty", "disagreeing"
#: ground → its Chinese name
GROUNDS = {
    CHANGED: "截止日后变动",
    CARRIED: "沿用上月",
    FAULTY: "有误未计入",
    DISAGREEING: "填报与平台不一致",
}
_JUDGED = {True: "达标", False: "未达标", None: "未计入"}
_WHY = {LEFT_OUT: "有误", OUT_OF_SCOPE: "不在范围", COUNTED: "按豁免、层级或名录不计"}


@dataclass(frozen=True, slots=True)
class Row:
    """One row that could explain a difference.

    `other`: how the other side counts it or would count it, "" where that is not known; `own`: how
    it counts here. `effect`: what it adds to the own numerator and denominator against the other
    side; None where that is not known.
    """

    unit: str
    code: str
    name: str
    other: str
    own: str
    effect: Effect | None
    note: str


@dataclass(frozen=True, slots=True)
class Ground:
    """One kind of explanation.

    `note`: what must be known of it in Chinese, also why it says nothing; "" where there is nothing
    to say.
    """

    key: str
    rows: tuple[Row, ...]
    note: str = ""

    @property
    def name(self) -> str:
        return GROUNDS[self.key]


@dataclass(frozen=True, slots=True)
class Difference:
    """One indicator whose two books differ, with the grounds.

    `at_cutoff`: own numerator and denominator as of 数据截止日, None where unknown.
    """

    comparison: Comparison
    grounds: tuple[Ground, ...]
    at_cutoff: tuple[int, int] | None

    def ground(self, key: str) -> Ground:
        return next(ground for ground in self.grounds if ground.key == key)

    @property
    def row_count(self) -> int:
        return sum(len(ground.rows) for ground in self.grounds)


def explain(store: Store, comparison: Comparison) -> Difference:
    """The grounds of a difference. `store`: at the data version at which the month is read
    (`collecting.as_published`).
    """
    changed, at_cutoff = _changed(store, comparison)
    grounds = [changed, _carried(store, comparison), _faulty(store, comparison)]
    if comparison.indicator.kind == indicators.ITEMS:
        grounds.append(_disagreeing(store, comparison))
    return Difference(comparison, tuple(grounds), at_cutoff)


# --- changed after the cutoff


def version_at(operations: Iterable[Operation], day: date, as_of: int | None = None) -> int | None:
    """The data version at the end of that day, no later one than `as_of`; None where nothing had
    been written.
    """
    end = datetime.combine(day + timedelta(days=1), time())
    return max(
        (
            operation.version
            for operation in operations
            if operation.at < end and (as_of is None or operation.version <= as_of)
        ),
        default=None,
    )


def _changed(store: Store, comparison: Comparison) -> tuple[Ground, tuple[int, int] | None]:
    indicator, month, cutoff = comparison.indicator, comparison.month, comparison.cutoff
    if cutoff is None:
        return Ground(CHANGED, (), "通报没有写明数据截止日，不能按截止日比对。"), None
    day = f"{cutoff.year}年{cutoff.month}月{cutoff.day}日"
    operations = {operation.version: operation for operation in store.records.operations()}
    version = version_at(operations.values(), cutoff, store.as_of)
    earlier = store.at(version) if version else None
    counts = (
        [
            (met, counted)
            for key, _, met, counted in earlier.counts.unit_counts(month)
            if key == indicator.key
        ]
        if earlier
        else []
    )
    if earlier is None or not counts:
        return Ground(
            CHANGED, (), f"本月数据在截止日（{day}）之后才导入，没有当时的数据可比。"
        ), None
    pairs, added, missing = _paired(
        earlier.rows.judged_rows(indicator.kind, month, indicator.key, unlike=store.rows),
        store.rows.judged_rows(indicator.kind, month, indicator.key, unlike=earlier.rows),
    )
    waiting = [
        unit
        for unit in collecting.progress(earlier, month).waiting(indicator.kind)
        if unit.is_carried
    ]
    carried = (
        f"其中{len(waiting)}个{indicators.unit_word(indicator.kind)}当时沿用的是上月数据。"
        if waiting
        else ""
    )
    written, there, were = (
        _writes(operations),
        _standings(store, indicator.kind, month),
        _standings(earlier, indicator.kind, month),
    )
    rows = [
        _row(row, "截止日时", was.is_met, row.is_met, written(row.since))
        for was, row in pairs
        if was.is_met != row.is_met
    ]
    rows += [
        _row(row, "截止日时", None, row.is_met, f"截止日时{were(row)}；{written(row.since)}")
        for row in added
    ]
    rows += [
        _row(row, "截止日时", row.is_met, None, f"现在{there(row)}；{written(row.until)}")
        for row in missing
    ]
    at_cutoff = sum(met for met, _ in counts), sum(counted for _, counted in counts)
    return Ground(
        CHANGED, _sorted(rows), f"与截止日（{day}）结束时的数据逐行比较。{carried}"
    ), at_cutoff


def _paired(
    then: Sequence[JudgedRow], now: Sequence[JudgedRow]
) -> tuple[list[tuple[JudgedRow, JudgedRow]], list[JudgedRow], list[JudgedRow]]:
    """(rows of both, paired; rows that are only in `now`; rows that are only in `then`)."""

    def by_entry(rows: Sequence[JudgedRow]) -> dict[int, tuple[Entry, JudgedRow]]:
        entries = [
            Entry(row.kind, row.month, row.unit, row.key, row.name, row.attributes, row.flags)
            for row in rows
        ]
        return {id(entry): (entry, row) for entry, row in zip(entries, rows)}

    before, after = by_entry(then), by_entry(now)
    pairs, added, missing = pair(
        [entry for entry, _ in before.values()], [entry for entry, _ in after.values()]
    )
    return (
        [(before[id(was)][1], after[id(entry)][1]) for was, entry in pairs],
        [after[id(entry)][1] for entry in added],
        [before[id(entry)][1] for entry in missing],
    )


def _writes(operations: Mapping[int, Operation]) -> Callable[[int], str]:
    def text(version: int) -> str:
        operation = operations.get(version)
        return (
            f"{operation.at.month}月{operation.at.day}日写入（{operation.who}）"
            if operation
            else "写入时间不详"
        )

    return text


def _standings(store: Store, kind: str, month: date) -> Callable[[JudgedRow], str]:
    """A function of a row: why it does not count in that store's month."""
    status = {key: status for _, key, status in store.rows.row_keys(kind, month)}
    return lambda row: _WHY[status[row.key]] if row.key in status else "表中没有"


# --- the other grounds


def _carried(store: Store, comparison: Comparison) -> Ground:
    """Rows of units that have not handed in: what they were the month before."""
    kind = comparison.indicator.kind
    waiting = collecting.progress(store, comparison.month).waiting(kind)
    carried = {unit.unit for unit in waiting if unit.is_carried}
    now = (
        store.rows.judged_rows(kind, comparison.month, comparison.indicator.key) if carried else []
    )
    rows = [
        _row(row, "", None, row.is_met, "本月未报，沿用上月")
        for row in now
        if row.unit in carried and any(map(comparison.explains, _possible(row.is_met)))
    ]
    silent = [unit.unit for unit in waiting if not unit.rows]
    word = indicators.unit_word(kind)
    notes = [
        f"{len(carried)}个{word}本月未报，数据沿用上月（{_names(sorted(carried))}）。"
        if carried
        else "",
        f"{len(silent)}个{word}本月未报，也没有沿用数据（{_names(silent)}），本县测算不含它们。"
        if silent
        else "",
    ]
    return Ground(CARRIED, _sorted(rows), "".join(notes))


def _faulty(store: Store, comparison: Comparison) -> Ground:
    """Rows that have an error: the city may count them."""
    kind, month = comparison.indicator.kind, comparison.month
    has_some = any(
        counted[:3] == (kind, month, LEFT_OUT) for counted in store.counts.status_counts()
    )
    faulty = (
        [entry for entry in store.rows.entries(kind, month) if entry.status == LEFT_OUT]
        if has_some
        else []
    )
    possible = any(map(comparison.explains, _possible(None)))
    note = (
        f"有{len(faulty)}行有误、没有计入，但补计后差距只会更大，不是原因。"
        if faulty and not possible
        else ""
    )
    rows = [
        _row(entry, "", None, None, f"{entry.file}“{entry.sheet}”第{entry.row}行有误")
        for entry in faulty
        if possible
    ]
    return Ground(FAULTY, _sorted(rows), note)


def _disagreeing(store: Store, comparison: Comparison) -> Ground:
    """Rows that would count otherwise if the department's own word held."""
    indicator, month, rules = (
        comparison.indicator,
        comparison.month,
        store.settings.rules_of()(comparison.month),
    )
    listed = next((one for one in indicators.LISTS if one.mark == DISAGREES), None)
    differing: list[tuple[ListRow, bool | None, bool | None]] = []
    for row in store.rows.list_rows(listed.key, month, month) if listed else ():
        level = row.attributes.get("level")
        own = counting.is_met(indicator, overlays.laid_over(row.flags, row.overlaid), level, rules)
        claimed = counting.is_met(indicator, row.flags, level, rules)
        if comparison.explains(_effect(claimed, own)):
            differing.append((row, claimed, own))
    grounds = (
        reasons.of_rows(listed, [row for row, *_ in differing], store.rows.partials(month))
        if listed and differing
        else []
    )
    return Ground(
        DISAGREEING,
        _sorted(
            _row(row, "部门填报", claimed, own, reason.text)
            for (row, claimed, own), reason in zip(differing, grounds)
        ),
    )


# --- rows


def _effect(other: bool | None, own: bool | None) -> Effect:
    return (own is True) - (other is True), (own is not None) - (other is not None)


def _possible(own: bool | None) -> list[Effect]:
    """What a row that counts so here may add, where nothing is known of the other side."""
    return [_effect(other, own) for other in (True, False, None) if other is not own]


def _row(
    row: JudgedRow | ListRow | Entry, side: str, other: bool | None, own: bool | None, note: str
) -> Row:
    """`side`: the other side, where it is known how the row counts there; "" where it is not."""
    code = next((row.attributes[field] for field in CODES if row.attributes.get(field)), "")
    return Row(
        row.unit,
        code,
        row.name,
        f"{side}{_JUDGED[other]}" if side else "",
        _JUDGED[own],
        _effect(other, own) if side else None,
        note,
    )


def _sorted(rows: Iterable[Row]) -> tuple[Row, ...]:
    return tuple(sorted(rows, key=lambda row: (row.unit, row.code, row.name)))


def _names(names: Sequence[str], most: int = 5) -> str:
    return "、".join(names[:most]) + ("等" if len(names) > most else "")


def effect_text(effect: Effect | None) -> str:
    """分子+1、分母+1; — where it is not known."""
    if effect is None:
        return "—"
    parts = [
        f"{name}{'+' if value > 0 else MINUS}{abs(value)}"
        for name, value in zip(("分子", "分母"), effect)
        if value
    ]
    return "、".join(parts) or "无"


def net(rows: Iterable[Row]) -> Effect:
    """The sum of the effects that are known."""
    known = [row.effect for row in rows if row.effect]
    return sum(effect[0] for effect in known), sum(effect[1] for effect in known)
