"""Writes about one month: its opening and states, reports of units, findings on suspected rows."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from govsvc.assessment import counting
from govsvc.domain.errors import GovsvcError, NotAllowed
from govsvc.domain.indicators import DISMISSALS, TELLING_KINDS, ProblemList
from govsvc.domain.months import month_text
from govsvc.domain.rows import ListRow
from govsvc.store import permissions, writing
from govsvc.store.count_reads import CountReads
from govsvc.store.month_reads import MonthReads
from govsvc.store.session import Session, settle
from govsvc.store.values import (
    CLOSE,
    CLOSED,
    COLLECTING,
    IN_REVIEW,
    JUDGE,
    MONTH_STATES,
    NOTHING_CHANGED,
    OPEN,
    REPORT,
    REVIEW,
    Act,
)


class MonthWrites:
    """Opens a month and moves it on; notes what units report and what is found of suspects."""

    def __init__(self, session: Session):
        self._session = session
        self._months = MonthReads(session)
        self._counts = CountReads(session)

    def open(self, month: date, act: Act, *, expected_version: int) -> int:
        """Opens the month as a copy of the latest one before it (底册); units that are in keep
        their rows. Gives the new version.

        Raises GovsvcError where it was opened before or a later month has rows, StaleVersion,
        StoreError; nothing changes then.
        """
        with self._session.write(
            expected_version, replace(act, what=OPEN, month=month), permissions.OPENING
        ) as write:
            transaction, act = write.transaction, write.act
            state = {row[0]: row for row in transaction.rows("read_month_states")}.get(month)
            months = self._months.by_kind()
            bases = {
                kind: max((found for found in months.get(kind, ()) if found < month), default=None)
                for kind in counting.COUNTED_KINDS
            }
            base = max(filter(None, bases.values()), default=None)
            if state and state[1] == CLOSED:
                raise GovsvcError(
                    f"{month_text(month)}已定稿（第{state[3]}版），不能再开月。",
                    "需要更正的，导入更正的表格并写明更正原因。",
                    "month_closed",
                )
            if state and (state[2] or not base):
                raise GovsvcError(
                    f"{month_text(month)}已经开月。", "可直接导入各单位报送的表格。", "month_open"
                )
            writing.set_state(transaction, month, COLLECTING, base, 0)
            write.note(
                month_text(month), after=f"以{month_text(base)}为底册" if base else "没有底册"
            )
            if base:
                for kind in filter(bases.get, counting.COUNTED_KINDS):
                    writing.copy_month(transaction, bases[kind], month, (kind,), act)
                writing.copy_month(transaction, base, month, TELLING_KINDS, act)
                settle(transaction, [(kind, month) for kind in counting.COUNTED_KINDS], set(), act)
            return transaction.version

    def set_state(self, month: date, state: str, act: Act, *, expected_version: int) -> int:
        """Moves the month on: COLLECTING ↔ IN_REVIEW → CLOSED (an edition; later changes are
        corrections). Gives the new version.

        Raises GovsvcError where the month has no data or is closed, StaleVersion, StoreError;
        nothing changes then.
        """
        act = replace(act, what=CLOSE if state == CLOSED else REVIEW, month=month)
        deed = {
            CLOSED: permissions.CLOSING,
            IN_REVIEW: permissions.HANDING_IN,
            COLLECTING: permissions.REOPENING,
        }[state]
        with self._session.write(expected_version, act, deed) as write:
            transaction, act = write.transaction, write.act
            found = {row[0]: row for row in transaction.rows("read_month_states")}.get(month)
            if found and found[1] == CLOSED:
                raise GovsvcError(
                    f"{month_text(month)}已定稿（第{found[3]}版），不能再改状态。",
                    "需要更正的，导入更正的表格并写明更正原因。",
                    "month_closed",
                )
            if not found and not self._counts.status_counts(month):
                raise GovsvcError(
                    f"{month_text(month)}还没有数据。", "请先开月或导入本月的表格。", "month_empty"
                )
            write.note(
                month_text(month),
                MONTH_STATES[found[1]] if found else MONTH_STATES[COLLECTING],
                MONTH_STATES[state] + (f"，原因：{act.reason}" if act.reason else ""),
            )
            if state == CLOSED:
                writing.close(transaction, month, act, writing.rules_of(transaction.rows))
            else:
                writing.set_state(transaction, month, state, found[2] if found else None, 0)
            return transaction.version

    def report(
        self,
        month: date,
        kind: str,
        units: Sequence[str],
        state: str,
        act: Act,
        *,
        expected_version: int,
        note: str = "",
    ) -> int:
        """Notes that units handed in that nothing changed, or that what they handed in was
        returned; gives the new version.

        Raises MonthClosed, StaleVersion, StoreError; nothing changes then.
        """
        act = replace(act, what=REPORT, month=month, reason="")
        with self._session.write(
            expected_version,
            act,
            permissions.NO_CHANGE if state == NOTHING_CHANGED else permissions.RETURNING,
        ) as write:
            transaction = write.transaction
            foreign = self._session.foreign_units(units, month)
            if foreign:
                raise NotAllowed(
                    f"没有权限：{permissions.named(foreign)}。",
                    f"这个账号只能填报{'、'.join(self._session.actor.units)}。数据没有改变。",
                )
            writing.refuse_closed(transaction, [month], write.act)
            write.note(
                f"{month_text(month)}{permissions.named(units)}",
                after="零报告" if state == NOTHING_CHANGED else f"退回：{note}",
            )
            writing.submit(transaction, 0, kind, month, units, state, note)
            return transaction.version

    def judge_suspected(
        self,
        problem_list: ProblemList,
        rows: Sequence[ListRow],
        is_confirmed: bool,
        act: Act,
        *,
        expected_version: int,
    ) -> int:
        """A person's finding on rows suspected to belong on `problem_list`, all of one month; gives
        the new version.

        Confirmed ones are on the list from now on, and in the months that open as a copy of this
        one. Dismissed ones are
        suspected no more as long as the observation period has this month or one before it; a
        confirmed row that is
        dismissed is on the list no more. `act.reason`: why. Raises GovsvcError where there is no
        row, no name or no reason,
        MonthClosed, NotAllowed, StaleVersion, StoreError; nothing changes then.
        """
        if not rows or not (self._session.actor.name or act.who).strip() or not act.reason.strip():
            raise GovsvcError(
                "认定没有保存：要有事项、认定人和理由。",
                "请选择事项，写明理由。",
                "verdict_incomplete",
            )
        month = rows[0].month
        with self._session.write(
            expected_version, replace(act, what=JUDGE, month=month), permissions.JUDGING
        ) as write:
            transaction = write.transaction
            writing.refuse_closed(transaction, [month], replace(write.act, reason=""))
            write.note(
                (
                    f"{month_text(month)}{problem_list.name}："
                    f"{permissions.named([row.name for row in rows], '项')}"
                ),
                after=f"{'认定' if is_confirmed else '排除'}，理由：{act.reason}",
            )
            writing.judge(transaction, problem_list, rows, is_confirmed, write.act)
            settle(transaction, [(DISMISSALS, month)], set(), write.act)
            return transaction.version
