"""Who writes: what a write needs, what somebody limited to some units may import, and what the
操作日志 is told.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from govsvc.assessment.counting import COUNTED_KINDS
from govsvc.domain.errors import NotAllowed
from govsvc.domain.indicators import CASES, KINDS, TARGETS, UNITS, by_key, unit_word
from govsvc.domain.months import month_text
from govsvc.domain.roster import Roster, Unit, roster_cells
from govsvc.domain.rows import Target
from govsvc.security import Actor, Right, audit_kinds
from govsvc.store.connection import Transaction
from govsvc.store.values import Act, Batch, BatchFile

#: names of units that one entry spells out
_MOST_NAMES = 4


@dataclass(frozen=True, slots=True)
class Deed:
    """A kind of write. `what`: its kind in the 操作日志; `doing`: as it is said to who may not."""

    what: str
    right: Right
    doing: str


IMPORTING = Deed(audit_kinds.IMPORTED, Right.UPLOAD, "导入")
OPENING = Deed(audit_kinds.OPENED, Right.UPLOAD_ALL, "开月")
NO_CHANGE = Deed(audit_kinds.REPORTED, Right.UPLOAD, "零报告")
RETURNING = Deed(audit_kinds.REPORTED, Right.REVIEW, "退回")
HANDING_IN = Deed(audit_kinds.REVIEWED, Right.UPLOAD_ALL, "送审")
REOPENING = Deed(audit_kinds.REVIEWED, Right.REVIEW, "退回采集")
CLOSING = Deed(audit_kinds.CLOSED, Right.REVIEW, "定稿")
SETTING_TARGET = Deed(audit_kinds.TARGET, Right.MANAGE, "改目标值")
SETTING_DAYS = Deed(audit_kinds.SETTING, Right.MANAGE, "设取数日")
JUDGING = Deed(audit_kinds.JUDGED, Right.REVIEW, "认定或排除疑似")
CHANGING_RULES = Deed(audit_kinds.RULES, Right.MANAGE, "改口径")
CHANGING_ROSTER = Deed(audit_kinds.ROSTER, Right.MANAGE, "改单位名录")
UNDOING = Deed(audit_kinds.UNDONE, Right.MANAGE, "撤销")
CLEARING = Deed(audit_kinds.CLEARED, Right.MANAGE, "清空数据")


@dataclass(slots=True)
class Write:
    """One write under way: its transaction, who does it, and what the 操作日志 will be told of it."""

    transaction: Transaction
    act: Act
    about: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)

    def note(self, about: str = "", before: str = "", after: str = "") -> None:
        for words, texts in ((about, self.about), (before, self.before), (after, self.after)):
            if words:
                texts.append(words)


def refuse_import(
    actor: Actor, batches: Sequence[Batch], roster: Roster | None, known: Roster
) -> None:
    """Raises NotAllowed where somebody may import, but not this.

    `roster`: as it is to be; `known`: as it is.
    """
    actor.require(Right.UPLOAD, "导入")
    if any(batch.kind == TARGETS for batch in batches):
        actor.require(Right.MANAGE, "导入目标值")
    if any(batch.kind == UNITS for batch in batches):
        actor.require(Right.MANAGE, "导入单位名录")
    if not actor.is_limited:
        return
    own = "、".join(actor.units)
    step = f"这个账号只能填报{own}。请去掉别的内容再导入，或请管理员导入。数据没有改变。"
    for batch in batches:
        if batch.kind not in (*COUNTED_KINDS, CASES):
            raise NotAllowed(f"没有权限：{KINDS[batch.kind]}涉及全部单位。", step)
        if batch.is_whole:
            raise NotAllowed("没有权限：不能移除文件中没有的单位。", step)
        foreign = foreign_units(actor, batch.entries.units(), known, batch.month)
        if foreign:
            raise NotAllowed(f"没有权限：表中有{named(foreign)}的行。", step)
    if not batches:
        raise NotAllowed("没有权限：更改记住的识别办法涉及全部单位。", step)
    if roster is not None and roster != known:
        raise NotAllowed(
            "没有权限：表中有名录里没有的单位写法。",
            f"请把单位名称改成名录里的写法（{own}），或请管理员在单位名录里加别名。数据没有改变。",
        )


def foreign_units(
    actor: Actor, names: Iterable[str], roster: Roster, month: date | None
) -> list[str]:
    """Those of the units that somebody limited is not limited to.

    Who had a unit that was merged has not its successor.
    """
    own = {found.name if (found := roster.resolve(unit)) else unit for unit in actor.units}
    now = roster.current(month)
    return [name for name in dict.fromkeys(names) if name and now.get(name, name) not in own]


def own_originals(
    actor: Actor, kept: Iterable[tuple[str, str]], files: Iterable[BatchFile], roster: Roster
) -> set[tuple[str, str]]:
    """Of the uploaded files (name, SHA-256) those that somebody may have who is limited, or may not
    import at all.

    What he uploaded himself, and what holds rows of his units alone; whose the faulty rows are is
    not known.
    """
    stored = list(files) if actor.may(Right.UPLOAD) else []
    uploaded = {(found.file, found.sha256) for found in stored if found.who == actor.name}
    foreign = {
        (found.file, found.sha256)
        for found in stored
        if found.kind not in COUNTED_KINDS
        or not found.units
        or found.left_out_count
        or foreign_units(actor, found.units, roster, found.month)
    }
    return set(kept) & (uploaded | {(found.file, found.sha256) for found in stored} - foreign)


def refuse_foreign_keys(
    actor: Actor, transaction: Transaction, batches: Sequence[Batch], roster: Roster
) -> None:
    """Changes (增减变更) go by code: raises NotAllowed where a stored row of another unit has one
    of the codes.
    """
    for batch in batches if actor.is_limited else ():
        if batch.is_changes:
            wanted = set(batch.entries.values("key"))
            there = (
                unit
                for unit, key, _ in transaction.rows("row_keys", kind=batch.kind, month=batch.month)
                if key in wanted
            )
            foreign = foreign_units(actor, there, roster, batch.month)
            if foreign:
                raise NotAllowed(
                    f"没有权限：表中有属于{named(foreign)}的编码。", "请核对编码。数据没有改变。"
                )


# -- what the log is told ----------------------------------------------------------------


def named(names: Sequence[str], measure: str = "个单位") -> str:
    return (
        "、".join(names)
        if len(names) <= _MOST_NAMES
        else f"{'、'.join(names[:_MOST_NAMES])}等{len(names)}{measure}"
    )


def rows_of(transaction: Transaction, batches: Sequence[Batch]) -> list[int]:
    """The rows in force, of each batch's kind, month and units."""
    found = []
    for batch in batches:
        wanted = set(batch.units)
        stored = (
            dict(transaction.rows("entry_units", kind=batch.kind, month=batch.month))
            if batch.entries
            else {}
        )
        found.append(
            sum(count for unit, count in stored.items() if unit in wanted or batch.is_whole)
        )
    return found


def note_batches(write: Write, batches: Sequence[Batch], before: Sequence[int]) -> None:
    """Kind, month, units and files of each batch; its rows before and after."""
    for batch, was, now in zip(batches, before, rows_of(write.transaction, batches)):
        place = "".join([month_text(batch.month) if batch.month else "", KINDS[batch.kind]])
        files = "、".join(name for name, _ in batch.files[:3]) + (
            f"等{len(batch.files)}个文件" if len(batch.files) > 3 else ""
        )
        units = "：" + named(batch.units) if batch.entries and batch.units else ""
        faulty = f"（{batch.left_out_count}行有误）" if batch.left_out_count else ""
        write.note(
            f"{place}{units}（{files}）",
            f"{was}行" if batch.entries else "",
            f"{now}行{faulty}" if batch.entries else f"{batch.row_count}行",
        )


def target_text(target: Target | None) -> str:
    if target is None:
        return "未设"
    return f"{target.value}%" if target.value is not None else f"前{target.place}"


def target_place(target: Target) -> str:
    node = f"至{target.until}月" if target.until else "全年"
    return f"{target.year}年{node}{by_key(target.indicator).short}"


def note_roster(write: Write, before: Roster, after: Roster) -> None:
    """Units that came, went or have another cell."""
    was, now = ({unit.name: unit for unit in roster.units} for roster in (before, after))
    for name in [*was, *(name for name in now if name not in was)]:
        if was.get(name) != now.get(name):
            write.note(name, *_cells(was.get(name), now.get(name)))


def _cells(before: Unit | None, after: Unit | None) -> tuple[str, str]:
    cells = [dict(roster_cells(unit)) if unit else {} for unit in (before, after)]
    changed = [
        header
        for header in {**cells[0], **cells[1]}
        if cells[0].get(header, "") != cells[1].get(header, "")
    ]
    return tuple(
        "，".join(f"{header}{found[header]}" for header in changed if found.get(header))
        or ("没有" if not found else "空")
        for found in cells
    )


def unit_names(kind: str, names: Sequence[str]) -> str:
    return f"{unit_word(kind)}{named(names)}"
