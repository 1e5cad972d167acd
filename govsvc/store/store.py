"""The database of one county, opened once a process, and its parts by subject."""

import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from govsvc.domain import county_names, database_address
from govsvc.domain.database_address import DatabaseAddress
from govsvc.domain.errors import GovsvcError, StoreError
from govsvc.security import Actor, audit_sentences, write_kinds
from govsvc.security.audit_chain import Head
from govsvc.security.audit_log import AuditLog
from govsvc.store import copies, integrity, manifest
from govsvc.store.connection import Connection
from govsvc.store.count_reads import CountReads
from govsvc.store.feedback_writes import FeedbackWrites
from govsvc.store.imports import ImportWrites
from govsvc.store.letter_writes import LetterWrites
from govsvc.store.meeting_writes import MeetingWrites
from govsvc.store.month_reads import MonthReads
from govsvc.store.month_writes import MonthWrites
from govsvc.store.paper_reads import PaperReads
from govsvc.store.paper_writes import PaperWrites
from govsvc.store.postgres import ServerConnection
from govsvc.store.queries import NOW
from govsvc.store.record_reads import RecordReads
from govsvc.store.rectification_reads import RectificationReads
from govsvc.store.rectification_writes import RectificationWrites
from govsvc.store.row_reads import RowReads
from govsvc.store.session import Session
from govsvc.store.setting_reads import TRIAL_FILES, SettingReads
from govsvc.store.setting_rows import write_setting
from govsvc.store.setting_writes import SettingWrites
from govsvc.store.undoing import UndoWrites
from govsvc.store.values import Act

_open: dict[DatabaseAddress, "Store"] = {}
_open_lock = threading.Lock()
#: all tables but those that hold the data version and the end of the 操作日志
_CLEARED = (
    "entry_row",
    "combination",
    "snapshot",
    "target",
    "batch",
    "batch_file",
    "setting",
    "header_choice",
    "value_choice",
    "operation",
    "submission",
    "month_state",
    "edition",
    "rule_version",
    "original",
    "unit",
    "rectification_entry",
    "rectification_event",
    "meeting",
    "meeting_matter",
    "evidence",
    "special_day",
    "rectification_letter",
    "paper_version",
    "letterhead",
)


def open_store(address: DatabaseAddress | str) -> "Store":
    """The store of that file or server's schema, opened once a process whatever a file is called;
    made empty where there is none.

    Raises StoreError where the file is locked, unreadable or newer than this program, or was taken
    away while it was open; where the server is not reached or has no such schema.
    """
    known = database_address.resolved(Path(address) if isinstance(address, str) else address)
    with _open_lock:
        if known not in _open:
            engine = Connection(known) if isinstance(known, Path) else ServerConnection(known)
            _open[known] = Store(Session(engine))
        _open[known]._session.connection.refuse_gone()
        return _open[known]


class Store:
    """The data of one county. Safe to share between threads.

    What is read and written hangs on its parts: `rows`, `counts`, `months`, `settings`,
    `records`, `rectification` and `papers` read; `imports`, `month_writes`, `setting_writes`,
    `undoing`, `rectification_writes`, `meeting_writes`, `letter_writes` and `paper_writes` write.
    """

    def __init__(self, session: Session):
        self._session = session
        self.rows = RowReads(session)
        self.counts = CountReads(session)
        self.months = MonthReads(session)
        self.settings = SettingReads(session)
        self.records = RecordReads(session)
        self.imports = ImportWrites(session)
        self.month_writes = MonthWrites(session)
        self.setting_writes = SettingWrites(session)
        self.undoing = UndoWrites(session)
        self.feedback_writes = FeedbackWrites(session)
        self.rectification = RectificationReads(session)
        self.rectification_writes = RectificationWrites(session)
        self.meeting_writes = MeetingWrites(session)
        self.letter_writes = LetterWrites(session)
        self.papers = PaperReads(session)
        self.paper_writes = PaperWrites(session)

    def acting(self, actor: Actor | Callable[[], Actor], log: AuditLog | None = None) -> "Store":
        """The same store, which does what `actor` may do, in his name, and notes it in `log`. Where
        `actor` is a function it is asked at every write.

        What `open_store` gives acts for whoever has the file itself, and has no log.
        """
        return Store(self._session.acting(actor, log))

    def pinned(self, among: "Store | None" = None) -> "Store":
        """The same store, which reads each small table only once: for what is made anew with each
        data version.

        `among`: another pinned store at the same present data version; both read the tables that
        have no history once.
        """
        return Store(self._session.pinned(among._session if among else None))

    def at(self, version: int) -> "Store":
        """The same store, whose rows and values are read as they were at that data version."""
        return Store(self._session.at(version))

    @property
    def as_of(self) -> int | None:
        """The data version that is read, None for the present one."""
        return None if self._session.as_of == NOW else self._session.as_of

    @property
    def address(self) -> DatabaseAddress:
        """Where the data lie."""
        return self._session.connection.address

    @property
    def path(self) -> Path:
        """The database file. Raises StoreError where the data lie on a server."""
        if not isinstance(self.address, Path):
            raise StoreError.of("not_a_file")
        return self.address

    @property
    def place(self) -> Path:
        """The path by which that is named what lies beside the data on this machine."""
        return database_address.place(self.address)

    def version(self) -> int:
        """The number that every commit raises."""
        return self._session.version()

    def close(self) -> None:
        """Closes the file; the next `open_store` opens it again."""
        with _open_lock:
            self._session.connection.close()
            _open.pop(self._session.connection.address, None)

    def copy(self, why: str, when: datetime) -> copies.Copy:
        """A backup beside the database, made while others read.

        Raises StoreError, NotAllowed; there is no new copy then.
        """
        self._session.require(write_kinds.BACKING_UP, when)
        return self._session.connection.copy(why, when)

    def totals(self) -> manifest.Manifest:
        """What the database holds, part by part, as the manifest notes it. Raises StoreError."""
        return self._session.connection.totals()

    def faults(self) -> list[integrity.Fault]:
        """What in the database is not as the program leaves it; every value is read for that.

        Raises StoreError.
        """
        return integrity.faults(self._session.connection.rows)

    def log_end(self) -> Head | None:
        """The end of the 操作日志 as of the last commit, None where none was noted in it."""
        return self._session.log_end()

    def log(
        self,
        what: str,
        when: datetime,
        subject: str = "",
        before: str = "",
        after: str = "",
        who: str = "",
    ) -> None:
        """Adds an entry to the 操作日志, where this store has one.

        Raises GovsvcError where that cannot be written.
        """
        self._session.log(what, when, subject, before, after, who)

    def clear(
        self,
        act: Act,
        home: str = "",
        trial_files: Sequence[str] = (),
        *,
        expected_version: int,
    ) -> int:
        """Removes all rows, settings and records; gives the new version.

        `home`: the home county, which the data begin with. `trial_files`: SHA-256 of the only files
        that may be imported then, for trying out what an import does. Raises GovsvcError where the
        county's name is not a full one, StaleVersion, StoreError; nothing is removed then.
        """
        name = county_names.unspaced(home)
        if name and county_names.lacks_ending(name):
            raise GovsvcError.of("home_not_full", name=name)
        with self._session.write(
            expected_version, act, write_kinds.CLEARING, is_recorded=False
        ) as write:
            write.note(
                audit_sentences.cleared(
                    self.settings.is_demonstration(),
                    bool(self.settings.trial_files()),
                    len(self.records.operations()),
                )
            )
            for table in _CLEARED:
                write.transaction.rows(f"clear_{table}")
            if name:
                write.note(audit_sentences.home_named(None, name))
                write_setting(write.transaction, "home", name)
            if trial_files:
                write_setting(write.transaction, TRIAL_FILES, " ".join(trial_files))
            return write.transaction.version
