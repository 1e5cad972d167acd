"""操作日志: who did what, when, from where, before and after. Entries are only ever added.

It is a file of its own beside the database, with archives of its earlier entries, or a table on the
server: restoring or undoing data does not touch it. Each entry holds the hash of the one before,
and a second file (there: a row) holds how many there are and the last one's hash, so that a change
or a cut is noticed. The data and the backups hold these two, too, as of the last commit: so that it
is noticed where both are gone. Whoever may write all of them can forge all: to be safe from that,
copy the log to where he cannot.
"""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from govsvc.domain import personal_data
from govsvc.domain.database_address import DatabaseAddress
from govsvc.domain.errors import GovsvcError
from govsvc.security import audit_archives, audit_chain, visitor_downloads
from govsvc.security.audit_chain import EMPTY, START, AuditEntry, Head
from govsvc.security.audit_head import HeadFile, HeadRow
from govsvc.security.audit_kinds import BROKEN, DOWNLOADED, KINDS, OF_ACCOUNTS
from govsvc.security.audit_reads import CREATE_ENTRIES, AuditReads
from govsvc.security.roles import VISITOR
from govsvc.security.side_database import Reading, Writing, journal_of

_LOG = logging.getLogger("govsvc")
#: what to do where the log is not what was written
STEP = (
    "请不要改动现有文件：先把数据文件夹整个复制一份留证，再与备份里的操作日志核对，"
    "查清谁能登录这台电脑。新的操作照常记录。"
)
#: characters of one field
_LONGEST = 500


class End(NamedTuple):
    """The end of the log: number and hash of the last entry, and how it differs from what is known
    of it, "" where it does not.
    """

    number: int
    hash: str
    fault: str


class AuditLog(AuditReads):
    """The 操作日志 of one database; that of a backup is only read.

    Safe between threads and processes; everything raises GovsvcError where the file cannot be used.
    """

    def __init__(self, database: DatabaseAddress, is_backup: bool = False):
        super().__init__(database, is_backup)
        self._head: HeadFile | HeadRow = HeadRow(self._file)
        if isinstance(database, Path):
            self._head = HeadFile.beside(database)

    @property
    def head(self) -> Head | None:
        """What the head file notes; None where it is missing or damaged."""
        return self._head.read()

    @property
    def files(self) -> set[Path]:
        """Those of its files that are there: the log, its journal, its head file, its archives."""
        if not isinstance(self._head, HeadFile):
            return set()
        single = self.path, journal_of(self.path), self._head.path
        archives = (archive.path for archive in self.archives_before(None))
        return {path for path in (*single, *archives) if path.exists()}

    def add(
        self,
        kind: str,
        when: datetime,
        *,
        actor: str,
        source: str,
        subject: str = "",
        before: str = "",
        after: str = "",
        known: Mapping[str, Head] | None = None,
    ) -> AuditEntry:
        """Adds an entry, which is on the disk when this ends. Personal numbers in its texts are
        masked, but for the names of accounts.

        Where the log was cut short or changed since, as its head file shows or what is `known` of
        it elsewhere (where → its end), an entry before it says so. Raises ValueError for a kind
        that is none of KINDS.
        """
        if kind not in KINDS:
            raise ValueError(kind)
        fields = (actor, source, kind, subject, before, after)
        with self._file.writing() as writing:
            last = self._settle(writing, when, known or {})
            is_archived = self._archive(writing, last)
            entry = _append(writing, last, _at(when), *fields)
        self._head.write(entry.as_head)
        if is_archived:
            self._file.shrink()
        return entry

    def take_over(self, entries: Iterable[AuditEntry]) -> None:
        """The entries of another log, in their order, become those of this one, which has none."""
        last = EMPTY
        with self._file.writing() as writing:
            for entry in entries:
                writing.rows("insert_log_entry", **asdict(entry))
                last = entry.as_head
        self._head.write(last)

    def add_visitor_download(self, when: datetime, source: str, name: str) -> None:
        """Notes that somebody who has not signed in downloads the file `name`.

        All of one address and hour become one entry after that hour. Raises GovsvcError where the
        address had too many within a minute.
        """
        with self._file.writing() as writing:
            visitor_downloads.note(writing, source, personal_data.mask(name), when)
            earlier, last = _last(writing), self._settle(writing, when, {})
        if last != earlier:
            self._head.write(last)

    def _settle(self, writing: Writing, when: datetime, known: Mapping[str, Head]) -> Head:
        """Adds what goes before the next entry: a fault, and the downloads of hours that have
        passed. Gives the last entry then.

        A log that begins anew goes on after the archives that lie there.
        """
        last, head, lost = _last(writing), self._head.read(writing), ""
        if last == EMPTY:
            last = audit_archives.end(self.archives_before(None))
            if head is None and last == EMPTY:
                self._head.write(
                    EMPTY, writing
                )  # before the first entry is there for others to see
            elif head is None:
                head, lost = last, f"操作日志文件缺失，归档到第{last.number}条"
        fault = self._end_fault(writing, head, last, known) or lost
        if fault:
            # the numbers that are missing stay missing for all to see
            number = max(end.number for end in (last, head or EMPTY, *known.values()))
            last = Head(number, last.hash)
            last = _append(writing, last, _at(when), "系统", "本机", BROKEN, "", "", fault).as_head
        for at, source, names, total in visitor_downloads.take(writing, when):
            texts = VISITOR.name, source, DOWNLOADED, names, "", total
            last = _append(writing, last, at, *texts).as_head
        return last

    def copy_beside(self, database: Path) -> list[Path]:
        """Copies the log and its head file beside that database.

        Gives the copies, none where there is no log.
        """
        if not self.is_there or not isinstance(self._head, HeadFile):
            return []
        copy = AuditLog(database)
        # the head first: a log may be ahead of its head, not behind
        head = self._head.path.read_bytes() if self._head.exists else None
        self.single.copy_to(copy.path)
        if head is None:
            return [copy.path]
        copied = HeadFile.beside(database).path
        copied.write_bytes(head)
        return [copy.path, copied]

    def end(self, known: Mapping[str, Head] | None = None) -> End:
        """Its end, beside its head file and what is `known` of it elsewhere (where → its end).

        Reads few entries; `faults` reads them all.
        """
        if not self.is_there:
            return End(*EMPTY, "".join(self.faults(known)).removesuffix("。"))
        head = self._head.read()  # before the entries: the log may be ahead of it, not behind
        with self._file.reading() as reading:
            last = _last(reading)
            fault = self._end_fault(reading, head, last, known or {})
            first = reading.rows("read_log_first")[0][0]
        gap = audit_archives.missing(self.archives, first) if first else ""
        return End(*last, fault or gap)

    def faults(self, known: Mapping[str, Head] | None = None) -> list[str]:
        """The first place where the log is not what was written, in a sentence; else empty.

        `known`: as for `end`.
        """
        known = known or {}
        if not self.is_there:
            noted = [f"{where}记着有{end.number}条" for where, end in known.items() if end.number]
            if not self._head.exists and not noted:
                return []
            return ["操作日志文件缺失" + "".join(f"，{text}" for text in noted) + "。"]
        try:
            head = self._head.read()  # before the entries: the log may be ahead of it, not behind
            rows = self._file.rows("read_log")
            archives = self.archives_before(rows[0][0] if rows else None)
            earlier = chain.from_iterable(archive.file.rows("read_log") for archive in archives)
            entries = (AuditEntry(*row) for row in chain(earlier, rows))
            return list(audit_chain.faults(entries, head, known))
        except GovsvcError as error:
            return [error.title]

    def _end_fault(
        self, reading: Reading, head: Head | None, last: Head, known: Mapping[str, Head]
    ) -> str:
        """How the log differs from its head file and what is known of it, "" where it does not."""

        def hash_of(number: int) -> str:
            if number == 0:
                return START
            rows = reading.rows("read_log_hash", number=number)
            for archive in [] if rows else self.archives_before(None):
                if archive.first <= number <= archive.last:
                    return archive.hash_of(number)
            return rows[0][0] if rows else ""

        return audit_chain.end_fault(head, known, last.number, hash_of)

    def _archive(self, writing: Writing, last: Head) -> bool:
        """Moves the entries into an archive where they fill one; whether it did.

        Where that cannot be written they stay, and the next entry tries again. A server keeps them
        all.
        """
        if self._single is None:
            return False
        first = writing.rows("read_log_first")[0][0]
        if first is None or last.number - first + 1 < audit_archives.FULL:
            return False
        try:
            audit_archives.write(self.path, writing.rows("read_log"), CREATE_ENTRIES)
        except (GovsvcError, OSError) as error:
            _LOG.warning("操作日志没有归档，下次再试：%s", error)
            return False
        for name in ("drop_log_entries", *CREATE_ENTRIES):
            writing.rows(name)
        return True


def _last(reading: Reading) -> Head:
    rows = reading.rows("read_log_last")
    return AuditEntry(*rows[0]).as_head if rows else EMPTY


def _at(when: datetime) -> str:
    return when.isoformat(sep=" ", timespec="milliseconds")


def _append(writing: Writing, last: Head, at: str, *texts: str) -> AuditEntry:
    """Adds the entry that follows `last`. `texts`: actor, source, kind, subject, before, after."""
    actor, source, kind, subject, before, after = texts
    if kind not in OF_ACCOUNTS:
        subject = personal_data.mask(subject)
    before, after = personal_data.mask(before), personal_data.mask(after)
    fields = [
        text[:_LONGEST].encode("utf-8", "replace").decode()
        for text in (actor, source, kind, subject, before, after)
    ]
    entry = audit_chain.next_entry(last, at, *fields)
    writing.rows("insert_log_entry", **asdict(entry))
    return entry
