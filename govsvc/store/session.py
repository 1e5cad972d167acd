"""How the parts of the store reach the database: which data version they read and for whom they
write.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from copy import copy as replicate
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

import pyarrow as pa

from govsvc.domain.errors import NotAllowed, StoreError
from govsvc.domain.roster import Roster
from govsvc.security import Actor, audit_chain, audit_kinds, audit_sentences, system_actor
from govsvc.security.audit_chain import AuditEntry, Head
from govsvc.security.audit_log import AuditLog
from govsvc.security.audit_sentences import Note
from govsvc.security.write_kinds import WriteKind
from govsvc.store import month_states, permissions, rebounds, recounting, units
from govsvc.store.engine import Engine, Transaction
from govsvc.store.queries import NOW, Query, Row
from govsvc.store.rules import rules_of
from govsvc.store.setting_rows import record
from govsvc.store.values import Act, KindAndMonth

#: queries whose answers are small
_SMALL = {"read_month_states", "read_rule_versions", "read_targets", "status_counts"}
#: those that do not ask for a data version
_TIMELESS = {
    "all_fact_months",
    "read_batches",
    "kept_evidence",
    "read_rectification_entries",
    "read_rectification_events",
    "read_rectification_letters",
    "read_special_days",
    "read_meetings",
    "read_meeting_matters",
    "read_editions",
    "read_operations",
    "read_settings",
    "read_units",
}


@dataclass(slots=True)
class Write:
    """One write under way: its transaction, who does it, and what the 操作日志 is to note of it."""

    transaction: Transaction
    act: Act
    notes: list[Note] = field(default_factory=list)

    def note(self, *notes: Note) -> None:
        """Adds to what the 操作日志 is to note."""
        self.notes.extend(notes)


class Session:
    """One way of using an open database: a data version to read at, and an actor to write for."""

    def __init__(self, connection: Engine):
        self.connection = connection
        self.as_of = NOW
        self._small: dict[Row, list[Row]] | None = None
        self._timeless: dict[Row, list[Row]] = {}
        self._who: Callable[[], Actor] = _machine
        self._log: AuditLog | None = None

    def acting(self, actor: Actor | Callable[[], Actor], log: AuditLog | None) -> "Session":
        """The same session, which writes for `actor` and notes it in `log`."""
        session = replicate(self)
        session._who, session._log = actor if callable(actor) else lambda: actor, log
        return session

    def pinned(self, among: "Session | None") -> "Session":
        """The same session, which reads each small table only once.

        `among`: another pinned session at the same present data version; both read the tables that
        have no history once.
        """
        session = replicate(self)
        session._small, session._timeless = {}, {} if among is None else among._timeless
        return session

    def at(self, version: int) -> "Session":
        """The same session, which reads rows and values as they were at that data version."""
        session = replicate(self)
        session.as_of, session._small = version, None
        return session

    # -- reading -------------------------------------------------------------------------

    @property
    def is_pinned(self) -> bool:
        return self._small is not None

    def rows(self, name: str, /, **parameters: Any) -> list[Row]:
        """All rows of one query at this session's data version. Raises StoreError."""
        if self._small is None or name not in _SMALL | _TIMELESS:
            return self.connection.rows(name, as_of=self.as_of, **parameters)
        answers = self._timeless if name in _TIMELESS else self._small
        question = (name, *parameters.values())
        if question not in answers:
            answers[question] = self.connection.rows(name, as_of=self.as_of, **parameters)
        return answers[question]

    def table(self, name: str, /, **parameters: Any) -> pa.Table:
        """All rows of one query at this session's data version, as a table. Raises StoreError."""
        return self.connection.table(name, as_of=self.as_of, **parameters)

    def version(self) -> int:
        """The number that every commit raises."""
        return int(self.rows("read_state")[0][0])

    def roster(self) -> Roster:
        """Departments and townships."""
        return units.read(self.rows)

    def present_names(self, at: date | None = None) -> Mapping[str, str]:
        """Name in a stored row → the unit's name in the month `at`, by default after all merges."""
        return units.present_names(self.rows, at)

    # -- writing -------------------------------------------------------------------------

    @property
    def actor(self) -> Actor:
        """Whoever this session writes for."""
        return self._who()

    @contextmanager
    def write(
        self, expected_version: int, act: Act, kind: WriteKind, is_recorded: bool = True
    ) -> Iterator["Write"]:
        """One write for the actor of this session.

        It is noted in the 操作日志 before the commit, so that nothing is stored that is not in it,
        and where the log then ends is stored; a commit that fails is noted too.
        """
        self.require(kind, act.when)
        act = replace(act, who=self.actor.name or act.who)
        is_noted = False
        try:
            with self.connection.transaction(expected_version) as transaction:
                write = Write(transaction, act)
                if is_recorded:
                    record(transaction, act)
                yield write
                write.note(*rebounds.note(transaction, act))
                known = _log_end(transaction.rows)
                note = audit_sentences.joined(write.notes)
                entry = self.log(kind.audit_kind, act.when, *note, who=act.who, known=known)
                is_noted = True
                if entry:
                    transaction.rows("clear_log_end")
                    transaction.rows("insert_log_end", number=entry.number, hash=entry.hash)
        except NotAllowed as error:
            self.log(audit_kinds.REFUSED, act.when, kind.doing, after=error.title)
            raise
        except BaseException as error:
            if is_noted:
                self.log(audit_kinds.NOT_SAVED, act.when, kind.doing, after=str(error), who=act.who)
            raise

    def log_end(self) -> Head | None:
        """The end of the 操作日志 as of the last commit, None where none was noted in it."""
        return _log_end(self.rows)

    @contextmanager
    def trial(self) -> Iterator[Transaction]:
        """A transaction on the present data version that is rolled back at its end."""
        try:
            with self.connection.transaction(self.version()) as transaction:
                yield transaction
                raise _NotToBeStored
        except _NotToBeStored:
            pass

    def require(self, kind: WriteKind, when: datetime) -> None:
        """Raises NotAllowed where the actor may not do such a write, and notes that in the
        操作日志.
        """
        try:
            permissions.require(self.actor, kind)
        except NotAllowed as error:
            self.log(audit_kinds.REFUSED, when, kind.doing, after=error.title)
            raise

    def log(
        self,
        what: str,
        when: datetime,
        subject: str = "",
        before: str = "",
        after: str = "",
        who: str = "",
        known: Head | None = None,
    ) -> AuditEntry | None:
        """Adds an entry to the 操作日志, where there is one.

        `known`: its end as the data know it. Raises GovsvcError where that cannot be written.
        """
        if self._log is None:
            return None
        return self._log.add(
            what,
            when,
            actor=self.actor.name or who,
            source=self.actor.source,
            subject=subject,
            before=before,
            after=after,
            known={audit_chain.DATA: known} if known else {},
        )

    def read_back(self, version: int, roster: Roster, are_rows_stored: bool = True) -> None:
        """Raises StoreError where what was written is not what is read: the version, its rows or
        the roster.
        """
        present = self.version()
        if (
            not are_rows_stored
            or present < version
            or (present == version and self.roster() != roster)
        ):
            raise StoreError.of("read_back")

    def foreign_units(self, names: Iterable[str], month: date | None = None) -> list[str]:
        """The units among `names` that the actor may not write for; none where he is not limited to
        some.
        """
        return (
            permissions.foreign_units(self.actor, names, self.roster(), month)
            if self.actor.is_limited
            else []
        )


def settle(
    transaction: Transaction,
    kinds_and_months: Iterable[KindAndMonth],
    corrected: set[date],
    act: Act,
) -> None:
    """Recounts what the rows of these kinds and months count for, and closes corrected months
    again.
    """
    closed = month_states.closed_months(transaction).keys() - corrected
    rules = rules_of(transaction.rows)
    recounting.recount(
        transaction, recounting.touched(kinds_and_months, transaction.rows, closed), rules
    )
    for month in sorted(corrected):
        month_states.close(transaction, month, act, rules)


def _log_end(query: Query) -> Head | None:
    return next((Head(*row) for row in query("read_log_end")), None)


class _NotToBeStored(Exception):
    """Ends a transaction that was only tried."""


def _machine() -> Actor:
    """The actor of a session that acts for nobody else: whoever has the file itself. A write is
    noted under the name that it brings.
    """
    return system_actor("")
