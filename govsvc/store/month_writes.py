"""Writes about one month: its opening and states, reports of units, findings on suspected rows."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from govsvc.assessment import counting
from govsvc.domain.errors import GovsvcError, NotAllowed
from govsvc.domain.indicators import DISMISSALS, OVERLAY_KINDS, ProblemList
from govsvc.domain.month_states import CLOSED, COLLECTING, IN_REVIEW, MONTH_STATES
from govsvc.domain.rows import ListRow
from govsvc.security import audit_sentences, write_kinds
from govsvc.store.batch_writes import submit
from govsvc.store.carrying import carry_again, copy_month
from govsvc.store.count_reads import CountReads
from govsvc.store.engine import Transaction
from govsvc.store.findings import write_findings
from govsvc.store.month_reads import MonthReads
from govsvc.store.month_states import close, refuse_closed, set_state, state_of
from govsvc.store.rules import rules_of
from govsvc.store.session import Session, settle
from govsvc.store.values import (
    CLOSE,
    JUDGE,
    NOTHING_CHANGED,
    OPEN,
    REPORT,
    REVIEW,
    Act,
)

#: state that a month moves to → the kind of write
_WRITE_KINDS = {
    CLOSED: write_kinds.CLOSING,
    IN_REVIEW: write_kinds.HANDING_IN,
    COLLECTING: write_kinds.REOPENING,
}


class MonthWrites:
    """Opens a month and moves it on; notes what units report and what is found of suspects."""

    def __init__(self, session: Session):
        self._session = session
        self._months = MonthReads(session)
        self._counts = CountReads(session)

    def open(self, month: date, act: Act, *, expected_version: int) -> int:
        """Opens the month as a copy of the latest one before it (底册); units that have rows in it
        already keep theirs. Gives the new version.

        Raises GovsvcError where it was opened before or is closed, StaleVersion, StoreError;
        nothing changes then.
        """
        with self._session.write(
            expected_version, replace(act, what=OPEN, month=month), write_kinds.OPENING
        ) as write:
            transaction, act = write.transaction, write.act
            bases = self._bases(month)
            base = max(bases.values(), default=None)
            state = state_of(transaction, month)
            if state and state.state == CLOSED:
                raise GovsvcError.of("closed_month_not_opened", month=month, edition=state.edition)
            if state and (state.base or not base):
                raise GovsvcError.of("month_open", month=month)
            set_state(transaction, month, COLLECTING, base, 0)
            write.note(audit_sentences.opened(month, base))
            if base:
                for kind, kind_base in bases.items():
                    copy_month(transaction, kind_base, month, (kind,), act)
                copy_month(transaction, base, month, OVERLAY_KINDS, act)
                kinds_and_months = [(kind, month) for kind in counting.COUNTED_KINDS]
                settle(transaction, kinds_and_months, set(), act)
            return transaction.version

    def _bases(self, month: date) -> dict[str, date]:
        """Counted kind → the latest month before this one that has rows of it."""
        months = self._months.by_kind()
        earlier = {
            kind: [known for known in months.get(kind, ()) if known < month]
            for kind in counting.COUNTED_KINDS
        }
        return {kind: max(known) for kind, known in earlier.items() if known}

    def set_state(self, month: date, state: str, act: Act, *, expected_version: int) -> int:
        """Moves the month on: COLLECTING ↔ IN_REVIEW → CLOSED (an edition; later changes are
        corrections). Gives the new version.

        Raises GovsvcError where the month has no data or is closed, StaleVersion, StoreError;
        nothing changes then.
        """
        act = replace(act, what=CLOSE if state == CLOSED else REVIEW, month=month)
        with self._session.write(expected_version, act, _WRITE_KINDS[state]) as write:
            transaction, act = write.transaction, write.act
            before = state_of(transaction, month)
            if before and before.state == CLOSED:
                raise GovsvcError.of("closed_month_not_moved", month=month, edition=before.edition)
            if not before and not self._counts.status_counts(month):
                raise GovsvcError.of("month_empty", month=month)
            write.note(
                audit_sentences.moved_on(
                    month,
                    MONTH_STATES[before.state if before else COLLECTING],
                    MONTH_STATES[state],
                    act.reason,
                )
            )
            if state == CLOSED:
                close(transaction, month, act, rules_of(transaction.rows))
            else:
                set_state(transaction, month, state, before.base if before else None, 0)
            return transaction.version

    def report(
        self,
        month: date,
        units_of: Mapping[str, Sequence[str]],
        state: str,
        act: Act,
        *,
        expected_version: int,
        note: str = "",
    ) -> int:
        """Notes of units (by kind) that nothing changed since the month before (零报告), or that
        what they handed in was returned (退回); gives the new version.

        Of units that are returned their report the rows of the month before are in force again;
        where no month before has rows of the kind, what they handed in stays. Raises MonthClosed,
        StaleVersion, StoreError; nothing changes then.
        """
        act = replace(act, what=REPORT, month=month, reason="")
        is_unchanged = state == NOTHING_CHANGED
        write_kind = write_kinds.NO_CHANGE if is_unchanged else write_kinds.RETURNING
        with self._session.write(expected_version, act, write_kind) as write:
            transaction = write.transaction
            units = [unit for names in units_of.values() for unit in names]
            foreign = self._session.foreign_units(units, month)
            if foreign:
                raise NotAllowed.of(
                    "foreign_units", foreign=foreign, units=self._session.actor.units
                )
            refuse_closed(transaction, [month], write.act)
            counts = [] if is_unchanged else self._carry_again(transaction, month, units_of, act)
            write.note(
                audit_sentences.reported(month, units, None if is_unchanged else note, counts)
            )
            for kind, names in units_of.items():
                submit(transaction, 0, kind, month, names, state, note)
            return transaction.version

    def _carry_again(
        self,
        transaction: Transaction,
        month: date,
        units_of: Mapping[str, Sequence[str]],
        act: Act,
    ) -> list[tuple[date, int, int]]:
        """Puts the rows of the month before in place of what the units handed in; gives, of each
        kind where there were some, (that month, rows before, rows now).
        """
        bases, counts = self._bases(month), []
        for kind, names in units_of.items():
            base = bases.get(kind)
            changed = base and carry_again(transaction, base, month, kind, set(names), act)
            if base and changed:
                settle(transaction, [(kind, month)], set(), act)
                counts.append((base, *changed))
        return counts

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
        one. Dismissed ones are suspected no more as long as the observation period has this month
        or one before it; a confirmed row that is dismissed is on the list no more. `act.reason`:
        why. Raises GovsvcError where there is no row, no name or no reason, MonthClosed,
        NotAllowed, StaleVersion, StoreError; nothing changes then.
        """
        if not rows or not (self._session.actor.name or act.who).strip() or not act.reason.strip():
            raise GovsvcError.of("verdict_incomplete")
        month = rows[0].month
        with self._session.write(
            expected_version, replace(act, what=JUDGE, month=month), write_kinds.JUDGING
        ) as write:
            transaction, act = write.transaction, write.act
            refuse_closed(transaction, [month], replace(act, reason=""))
            names = [row.name for row in rows]
            write.note(
                audit_sentences.judged(month, problem_list.name, names, is_confirmed, act.reason)
            )
            write_findings(transaction, problem_list, rows, is_confirmed, act)
            settle(transaction, [(DISMISSALS, month)], set(), act)
            return transaction.version
