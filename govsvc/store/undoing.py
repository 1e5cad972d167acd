"""Undo: writes are taken back, and what they replaced is in force again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from govsvc.domain.entries import Entry
from govsvc.domain.errors import GovsvcError, NotAllowed
from govsvc.domain.indicators import BULLETIN, TARGETS
from govsvc.security import Right, audit_sentences, write_kinds
from govsvc.store import permissions, undo_rows
from govsvc.store.count_reads import snapshot_of
from govsvc.store.engine import Transaction
from govsvc.store.month_reads import MonthReads
from govsvc.store.month_states import refuse_closed
from govsvc.store.record_reads import RecordReads
from govsvc.store.row_reads import RowReads
from govsvc.store.session import Session, settle
from govsvc.store.setting_reads import targets_in
from govsvc.store.setting_rows import record
from govsvc.store.values import (
    IMPORT,
    OPEN,
    REVIEW,
    UNDO,
    UNDOABLE,
    Act,
    KindAndMonth,
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
        undone = self.undone()
        later = self._built_on_opening(version, undone)
        waiting = [version, *later]
        while waiting:
            for (replacing,) in self._session.rows("later_writes", undone=waiting.pop()):
                if replacing not in later and replacing not in undone:
                    later.add(replacing)
                    waiting.append(replacing)
        return sorted(later, reverse=True)

    def _built_on_opening(self, version: int, undone: set[int]) -> set[int]:
        """All that was done in a month since that write opened it; none where the write did not
        open a month.
        """
        operations = self._operations()
        if version not in operations or operations[version].what != OPEN:
            return set()
        month = operations[version].month
        importing = {batch.version for batch in self._records.batches() if batch.month == month}
        return {
            later
            for later, operation in operations.items()
            if later > version
            and later not in undone
            and operation.what not in (UNDO, REVIEW)
            and (operation.month == month or later in importing)
        }

    def is_own(self, version: int) -> bool:
        """Whether that write is an upload by whoever this session acts for, or the undoing of one,
        of units that are his, in months that are not closed: he may undo it without more rights.
        """
        actor, operations = self._session.actor, self._operations()
        root = operations.get(version)
        if not actor.may(Right.UPLOAD) or root is None or root.who != actor.name:
            return False
        while root.undone:
            root = operations[root.undone]
            if root.who != actor.name:
                return False
        files = [file for file in self._records.batches() if file.version == root.version]
        roster, closed = self._session.roster(), self._months.closed()
        return (
            root.what == IMPORT
            and bool(files)
            and not any(file.month is None or file.month in closed for file in files)
            and not (
                actor.is_limited
                and any(permissions.is_foreign(actor, file, roster) for file in files)
            )
        )

    def may_undo(self, version: int) -> bool:
        """Whether whoever this session acts for may undo that write and those built on it."""
        return self._session.actor.may(Right.MANAGE) or all(
            self.is_own(each) for each in (version, *self.later_writes(version))
        )

    def is_undone(self, version: int) -> bool:
        """Whether that write is taken back."""
        return version in self.undone()

    def undone(self) -> set[int]:
        """The writes that are taken back now: a write whose undoing was taken back is not among
        them.
        """
        return _taken_back(self._records.operations())

    def undo(self, versions: Sequence[int], act: Act, *, expected_version: int) -> int:
        """Takes writes back, the latest first; what they replaced is in force again.

        Who may not undo all may undo his own uploads (`is_own`). Gives the new version. An undoing
        can be taken back, too. Raises GovsvcError where one
        cannot be undone, is undone already or a later write builds on one of them, MonthClosed
        where a closed month would change and `act` gives no reason, StaleVersion, StoreError;
        nothing changes then.
        """
        may_all = self._session.actor.may(Right.MANAGE)
        kind = write_kinds.UNDOING if may_all else write_kinds.UNDOING_OWN
        with self._session.write(expected_version, act, kind, is_recorded=False) as write:
            operations = self._operations()
            if not may_all:  # a closed month is not corrected so
                write.act = replace(write.act, reason="")
            foreign = () if may_all else [v for v in versions if not self.is_own(v)]
            if foreign:
                raise NotAllowed.of("undo_of_others", version=foreign[0])
            kinds_and_months = self._undo(write.transaction, versions, write.act)
            writes = {
                version: (operations[version].who, operations[version].at) for version in versions
            }
            months = [month for _, month in kinds_and_months if month]
            write.note(audit_sentences.undone(months, writes, act.reason))
            return write.transaction.version

    def foresee_undo(self, versions: Sequence[int]) -> Undoing:
        """What `undo` of these writes would change.

        Nothing is stored. Raises as `undo` does, but for closed months.
        """
        with self._session.trial() as transaction:
            kinds_and_months = self._undo(
                transaction, versions, Act("", datetime.min, reason="trial")
            )
            months = {month for _, month in kinds_and_months} | {
                operation.month
                for version, operation in self._operations().items()
                if version in versions
            }
            return Undoing(
                tuple(kinds_and_months),
                self._rows_now_and_then(transaction, kinds_and_months),
                [snapshot_of(row) for row in transaction.rows("read_snapshots")],
                targets_in(transaction.rows),
                self._submissions_now_and_then(transaction, sorted(filter(None, months))),
            )

    def _rows_now_and_then(
        self, transaction: Transaction, kinds_and_months: Iterable[KindAndMonth]
    ) -> dict[KindAndMonth, tuple[list[Entry], list[Entry]]]:
        return {
            (kind, month): (
                self._rows.entries(kind, month),
                [Entry(*row) for row in transaction.rows("read_entries", kind=kind, month=month)],
            )
            for kind, month in kinds_and_months
            if kind not in (BULLETIN, TARGETS)
        }

    def _submissions_now_and_then(
        self, transaction: Transaction, months: Iterable[date]
    ) -> dict[date, tuple[list[Submission], list[Submission]]]:
        return {
            month: (
                self._months.submissions(month),
                [Submission(*row) for row in transaction.rows("read_submissions", month=month)],
            )
            for month in months
        }

    def _operations(self) -> dict[int, Operation]:
        return {operation.version: operation for operation in self._records.operations()}

    def _undo(
        self, transaction: Transaction, versions: Sequence[int], act: Act
    ) -> list[KindAndMonth]:
        """Takes the writes back; gives the kinds and months that changed."""
        operations = self._operations()
        self._refuse(operations, versions)
        touched = [
            (kind, month)
            for version in versions
            for kind, month in transaction.rows("changed_kinds_and_months", version=version)
        ]
        corrected = refuse_closed(transaction, {month for _, month in touched}, act)
        were_doubled = undo_rows.doubled(transaction, touched)
        for version in sorted(versions, reverse=True):
            if version not in _taken_back(
                Operation(*row) for row in transaction.rows("read_operations")
            ):
                _take_back(transaction, operations, version, act)
        kinds_and_months = [
            (kind, month) for kind, month in transaction.rows("changed_kinds_and_months")
        ]
        undo_rows.refuse_doubled(transaction, kinds_and_months, were_doubled)
        settle(transaction, kinds_and_months, corrected, act)
        return kinds_and_months

    def _refuse(self, operations: Mapping[int, Operation], versions: Sequence[int]) -> None:
        """Raises GovsvcError where one of them cannot be taken back, or not without others."""
        taken_back = _taken_back(operations.values())
        for version in versions:
            if version not in operations:
                raise GovsvcError.of("no_such_operation", version=version)
            if operations[version].what not in UNDOABLE:
                raise GovsvcError.of("not_undoable")
            if version in taken_back:
                raise GovsvcError.of("undone_before")
            later = [later for later in self.later_writes(version) if later not in versions]
            if later:
                raise GovsvcError.of("built_upon", later=later)


def _take_back(
    transaction: Transaction, operations: Mapping[int, Operation], version: int, act: Act
) -> None:
    """Takes one write back, and records that."""
    operation = operations[version]
    months = {month for _, month in transaction.rows("changed_kinds_and_months", version=version)}
    month = operation.month or (months.pop() if len(months) == 1 else None)
    record(transaction, replace(act, what=UNDO, undone=version, month=month))
    root = operation  # the write that is undone, or brought back, in the end
    while root.undone:
        root = operations[root.undone]
    undo_rows.undo(
        transaction,
        version,
        root.month if root.what == OPEN else None,
        is_opening=operation.what == OPEN,
    )


def _taken_back(operations: Iterable[Operation]) -> set[int]:
    """The writes that are undone by a write that is not itself undone."""
    taken_back: set[int] = set()
    for operation in sorted(operations, key=lambda operation: -operation.version):
        if operation.undone is not None and operation.version not in taken_back:
            taken_back.add(operation.undone)
    return taken_back
