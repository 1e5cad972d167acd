"""操作日志: who did what, when, from where, before and after. Entries are only ever added.

It is a file of its own beside the database: restoring or undoing data does not touch it. Each entry
holds the hash of the one before, and a second file holds how many there are and the last one's
hash, so that a change or a cut is noticed. Whoever may write both files can forge both: to be safe
from that, copy the log to where he cannot.
"""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TypedDict, Unpack

from govsvc.domain import personal_data
from govsvc.domain.errors import GovsvcError
from govsvc.security import audit_chain
from govsvc.security.audit_chain import EMPTY, START, AuditEntry, Head
from govsvc.security.audit_head import HeadFile
from govsvc.security.audit_kinds import BROKEN, KINDS, OF_ACCOUNTS
from govsvc.security.side_database import SideDatabase, Writing

#: what to do where the log is not what was written
STEP = (
    "请不要改动现有文件：先把数据文件夹整个复制一份留证，再与备份里的操作日志核对，"
    "查清谁能登录这台电脑。新的操作照常记录。"
)
_CREATE = ("create_log_entry", "create_log_no_update", "create_log_no_delete")
#: characters of one field
_LONGEST = 500


class LogFilter(TypedDict, total=False):
    """Which entries are wanted: from `since` until before `until`, of one actor, of one kind, with
    a text in them.

    What is left out, or "", limits nothing.
    """

    since: datetime
    until: datetime
    actor: str
    kind: str
    text: str


class AuditLog:
    """The 操作日志 of one database.

    Safe between threads and processes; everything raises GovsvcError where the file cannot be used.
    """

    def __init__(self, database: Path):
        path = database.with_name(f"{database.stem}.audit.sqlite")
        self._file = SideDatabase(path, "操作日志", _CREATE)
        self._head = HeadFile(database.with_name(f"{database.stem}.audit.head"))

    @property
    def path(self) -> Path:
        return self._file.path

    @property
    def is_there(self) -> bool:
        return self.path.exists()

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
    ) -> AuditEntry:
        """Adds an entry, which is on the disk when this ends. Personal numbers in its texts are
        masked, but for the names of accounts.

        Where the log was cut short or changed since, an entry before it says so. Raises ValueError
        for a kind that is none of KINDS.
        """
        if kind not in KINDS:
            raise ValueError(kind)
        if kind not in OF_ACCOUNTS:
            subject = personal_data.mask(subject)
        before, after = personal_data.mask(before), personal_data.mask(after)
        fields = [
            text[:_LONGEST].encode("utf-8", "replace").decode()
            for text in (actor, source, kind, subject, before, after)
        ]
        at = when.isoformat(sep=" ", timespec="milliseconds")
        with self._file.writing() as writing:
            last, head = _last(writing), self._head.read()
            if head is None and last == EMPTY:
                self._head.write(EMPTY)  # before the first entry is there for others to see
            fault = _end_fault(writing, head, last)
            if fault:
                # the numbers that are missing stay missing for all to see
                number = max(last.number, head.number) if head else last.number
                broken = audit_chain.next_entry(
                    Head(number, last.hash), at, "系统", source, BROKEN, "", "", fault
                )
                _insert(writing, broken)
                last = broken.as_head
            entry = audit_chain.next_entry(last, at, *fields)
            _insert(writing, entry)
        self._head.write(entry.as_head)
        return entry

    def entries(
        self, most: int = 1_000_000, skip: int = 0, **filters: Unpack[LogFilter]
    ) -> list[AuditEntry]:
        """The entries that the filters let through, the latest first: `most` of them after the
        first `skip`.
        """
        parameters = _parameters(filters)
        rows = self._file.rows("read_log_entries", **parameters, most=most, skip=skip)
        return [AuditEntry(*row) for row in rows]

    def count(self, **filters: Unpack[LogFilter]) -> int:
        rows = self._file.rows("count_log_entries", **_parameters(filters))
        return int(rows[0][0])

    def people(self) -> list[str]:
        """Everyone who acted in it, by name."""
        return [actor for (actor,) in self._file.rows("read_log_people")]

    def copy_beside(self, database: Path) -> list[Path]:
        """Copies the log and its head file beside that database.

        Gives the copies, none where there is no log.
        """
        if not self.is_there:
            return []
        copy = AuditLog(database)
        # the head first: a log may be ahead of its head, not behind
        head = self._head.path.read_bytes() if self._head.exists else None
        self._file.copy_to(copy.path)
        if head is None:
            return [copy.path]
        copy._head.path.write_bytes(head)
        return [copy.path, copy._head.path]

    def end(self) -> tuple[int, str, str]:
        """(number of the last entry, its hash, how the end differs from the head file or "").

        Reads two entries; `faults` reads them all.
        """
        with self._file.writing() as writing:
            last = _last(writing)
            fault = _end_fault(writing, self._head.read(), last)
        return last.number, last.hash, fault

    def faults(self) -> list[str]:
        """The first place where the log is not what was written, in a sentence; else empty."""
        if not self.is_there:
            return ["操作日志文件不见了。"] if self._head.exists else []
        try:
            head = self._head.read()  # before the entries: the log may be ahead of it, not behind
            entries = (AuditEntry(*row) for row in self._file.rows("read_log"))
            return list(audit_chain.faults(entries, head))
        except GovsvcError as error:
            return [error.title]


def _parameters(filters: LogFilter) -> dict[str, str]:
    """The filters as the queries take them; 9 is after every date."""
    since, until = filters.get("since"), filters.get("until")
    return {
        "since": since.isoformat(sep=" ") if since else "",
        "until": until.isoformat(sep=" ") if until else "9",
        "actor": filters.get("actor", ""),
        "kind": filters.get("kind", ""),
        "text": filters.get("text", ""),
    }


def _last(writing: Writing) -> Head:
    rows = writing.rows("read_log_last")
    return AuditEntry(*rows[0]).as_head if rows else EMPTY


def _end_fault(writing: Writing, head: Head | None, last: Head) -> str:
    """How the log differs from its head file, "" where it does not."""
    rows = writing.rows("read_log_hash", number=head.number) if head else []
    return audit_chain.end_fault(head, last.number, rows[0][0] if rows else START)


def _insert(writing: Writing, entry: AuditEntry) -> None:
    writing.rows("insert_log_entry", **asdict(entry))
