"""Undo: writes are taken back, and what they replaced is in force again."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from govsvc.domain.entries import Entry
from govsvc.domain.errors import GovsvcError
from govsvc.domain.indicators import BULLETIN, TARGETS
from govsvc.domain.months import month_text
from govsvc.store import permissions, writing
from govsvc.store.connection import Transaction
from govsvc.store.count_reads import snapshot_of
from govsvc.store.month_reads import MonthReads
from govsvc.store.record_reads import RecordReads
from govsvc.store.row_reads import RowReads
from govsvc.store.session import Session, settle
from govsvc.store.setting_reads import target_of
from govsvc.store.values import (
    IMPORT,
    JUDGE,
    OPEN,
    REPORT,
    REVIEW,
    UNDO,
    Act,
    Operation,
    Submission,
    Undoing,
)


class UndoWrites:
    """Takes writes back, and says beforehand what that would change."""

    def __init__(self, session: Session):
        self._session = session
        self._rows = RowReads(session)
        self._months = MonthReads(session)
        self._records = RecordReads(session)

    def later_writes(self, version: int) -> list[int]:
        """The writes that would have to be undone with that one because they replaced what it had
        stored, the latest first.
        """
        undone, operations = (
            self.undone(),
            {operation.version: operation for operation in self._records.operations()},
        )
        found: set[int] = set()
        waiting = [version]
        if (
            version in operations and operations[version].what == OPEN
        ):  # all that was done in the month stands on its opening
            month = operations[version].month
            touching = {batch.version for batch in self._records.batches() if batch.month == month}
            found = {
                later
                for later, operation in operations.items()
                if later > version
                and later not in undone
                and operation.what not in (UNDO, REVIEW)
                and (operation.month == month or later in touching)
            }
            waiting += found
        while waiting:
            for (later,) in self._session.rows("later_writes", undone=waiting.pop()):
                if later not in found and later not in undone:
                    found.add(later)
                    waiting.append(later)
        return sorted(found, reverse=True)

    def is_undone(self, version: int) -> bool:
        return version in self.undone()

    def undone(self) -> set[int]:
        """The writes that are taken back, and not by a write that was itself taken back."""
        return _taken_back(self._records.operations())

    def undo(self, versions: Sequence[int], act: Act, *, expected_version: int) -> int:
        """Takes writes back, the latest first; what they replaced is in force again.

        Gives the new version.

        Undoing an undoing brings back what it took. Raises GovsvcError where one cannot be undone,
        is undone already or a
        later write builds on one of them, MonthClosed where a closed month would change and `act`
        gives no reason,
        StaleVersion, StoreError; nothing changes then.
        """
        with self._session.write(
            expected_version, act, permissions.UNDOING, is_recorded=False
        ) as write:
            names = {operation.version: operation for operation in self._records.operations()}
            places = self._undo(write.transaction, versions, write.act)
            undone = "、".join(
                f"操作{version}（{names[version].who}，{names[version].at:%Y-%m-%d %H:%M}）"
                for version in versions
            )
            write.note(
                "、".join(dict.fromkeys(month_text(month) for _, month in places if month)),
                undone,
                act.reason,
            )
            return write.transaction.version

    def foresee_undo(self, versions: Sequence[int]) -> Undoing:
        """What `undo` of these writes would change.

        Nothing is stored. Raises as `undo` does, but for closed months.
        """
        with self._session.trial() as transaction:
            places = self._undo(transaction, versions, Act("", datetime.min, reason="…"))
            rows = {
                place: (
                    self._rows.entries(*place),
                    [
                        Entry(*row)
                        for row in transaction.rows("read_entries", kind=place[0], month=place[1])
                    ],
                )
                for place in places
                if place[0] not in (BULLETIN, TARGETS)
            }
            snapshots = [snapshot_of(row) for row in transaction.rows("read_snapshots")]
            targets = [target_of(row) for row in transaction.rows("read_targets")]
            months = {month for _, month in places} | {
                operation.month
                for operation in self._records.operations()
                if operation.version in versions
            }
            submissions = {
                month: (
                    self._months.submissions(month),
                    [Submission(*row) for row in transaction.rows("read_submissions", month=month)],
                )
                for month in sorted(filter(None, months))
            }
        return Undoing(tuple(places), rows, snapshots, targets, submissions)

    def _undo(
        self, transaction: Transaction, versions: Sequence[int], act: Act
    ) -> list[tuple[str, date]]:
        """The kinds and months that changed."""
        before = {operation.version: operation for operation in self._records.operations()}
        taken_back = _taken_back(before.values())
        for version in versions:
            if version not in before:
                raise GovsvcError(
                    f"没有操作号为{version}的操作。",
                    "请在操作记录里核对操作号。",
                    "no_such_operation",
                )
            if before[version].what not in (IMPORT, OPEN, REPORT, JUDGE, UNDO):
                raise GovsvcError(
                    "这次操作不能撤销。",
                    "定稿后的更改请用更正版；口径和目标值请重新填写。",
                    "not_undoable",
                )
            if version in taken_back:
                raise GovsvcError(
                    "这次操作已经撤销过了。", "请刷新页面，看最新的导入记录。", "undone_before"
                )
            later = [found for found in self.later_writes(version) if found not in versions]
            if later:
                raise GovsvcError(
                    (
                        f"后来还有{len(later)}次操作以它为基础（操作号"
                        f"{'、'.join(map(str, later))}），不能单独撤销。"
                    ),
                    "请先撤销后来的，或一并撤销。",
                    "built_upon",
                )
        touches = [
            (kind, month)
            for version in versions
            for kind, month in transaction.rows("changed_places", version=version)
        ]
        corrected = writing.refuse_closed(transaction, {month for _, month in touches}, act)
        were_doubled = writing.doubled(transaction, touches)
        for version in sorted(versions, reverse=True):
            if version not in _taken_back(
                Operation(*row) for row in transaction.rows("read_operations")
            ):
                months = {month for _, month in transaction.rows("changed_places", version=version)}
                month = before[version].month or (months.pop() if len(months) == 1 else None)
                writing.record(transaction, replace(act, what=UNDO, undone=version, month=month))
                root = version
                while before[root].undone:
                    root = before[root].undone
                writing.undo(
                    transaction,
                    version,
                    before[root].month if before[root].what == OPEN else None,
                    is_opening=before[version].what == OPEN,
                )
        places = [(kind, month) for kind, month in transaction.rows("changed_places")]
        writing.refuse_doubled(transaction, places, were_doubled)
        settle(transaction, places, corrected, act)
        return places


def _taken_back(operations: Iterable[Operation]) -> set[int]:
    """The writes that are undone by one that is not undone itself."""
    found: set[int] = set()
    for operation in sorted(operations, key=lambda operation: -operation.version):
        if operation.undone is not None and operation.version not in found:
            found.add(operation.undone)
    return found
