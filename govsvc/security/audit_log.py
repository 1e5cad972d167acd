"""操作日志: who did what, when, from where, before and after.

Entries are only ever added, each with the hash of the one before.

A file of its own beside the database: no restoring or undoing of data touches it. How many entries
there are and the last
one's hash stand in a second file, so that a log cut short is noticed. Whoever may write both files
can forge both: to be
safe from that, copy the log to where he cannot.
"""

import hashlib
import json
import os
import threading
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from datetime import datetime
from pathlib import Path

from govsvc.domain.errors import GovsvcError
from govsvc.security.audit_kinds import BROKEN, KINDS
from govsvc.security.side_database import SideFile, Writing

#: what to do where it is not what was written
STEP = (
    "请不要改动现有文件：先把数据文件夹整个复制一份留证，再与备份里的操作日志核对，"
    "查清谁能登录这台电脑。新的操作照常记录。"
)
#: the hash before the first entry
START = "0" * 64
#: one thread of this process at a time writes a head file, whichever `Log` it uses
_noting = threading.Lock()
#: characters of one field
_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry.

    `at`: as text, to the millisecond; `source`: address or 命令行; `about`: month, unit, file;
    `hash`: over all before it.
    """

    number: int
    at: str
    who: str
    source: str
    what: str
    about: str
    before: str
    after: str
    previous: str
    hash: str

    @property
    def kind(self) -> str:
        return KINDS.get(self.what, self.what)

    def own_hash(self) -> str:
        return hashlib.sha256(
            json.dumps(astuple(self)[:-1], ensure_ascii=False).encode()
        ).hexdigest()


class Log:
    """The 操作日志 of one database.

    Safe between threads and processes; everything raises GovsvcError where the file cannot be used.
    """

    def __init__(self, database: Path):
        made_by = ("create_log_entry", "create_log_no_update", "create_log_no_delete")
        self._file = SideFile(
            database.with_name(f"{database.stem}.audit.sqlite"), "操作日志", made_by
        )
        self._head = database.with_name(f"{database.stem}.audit.head")

    @property
    def path(self) -> Path:
        return self._file.path

    @property
    def is_there(self) -> bool:
        return self.path.exists()

    def add(
        self,
        what: str,
        when: datetime,
        *,
        who: str,
        source: str,
        about: str = "",
        before: str = "",
        after: str = "",
    ) -> Entry:
        """Adds an entry, which is on the disk when this ends.

        Where the log was cut short or changed since, an entry before it says so.
        """
        if what not in KINDS:
            raise ValueError(what)
        fields = [
            text[:_LONGEST].encode("utf-8", "replace").decode()
            for text in (who, source, what, about, before, after)
        ]
        at = when.isoformat(sep=" ", timespec="milliseconds")
        with self._file.writing() as writing:
            last, head = _last(writing), self._noted()
            number, previous = (last.number, last.hash) if last else (0, START)
            if head is None and last is None:
                self._note(0, START)  # before the first entry is there for others to see
            wrong = self._unlike(writing, head, last)
            if wrong:
                number = (
                    max(number, head[0]) if head else number
                )  # the missing numbers stay missing for all to see
                broken = _append(
                    writing, number, previous, at, "系统", source, BROKEN, "", "", wrong
                )
                number, previous = broken.number, broken.hash
            made = _append(writing, number, previous, at, *fields)
        self._note(made.number, made.hash)
        return made

    def entries(self, most: int = 1_000_000, skip: int = 0, **sought) -> list[Entry]:
        """What is sought (see `_limits`), the latest first: `most` entries after the first `skip`."""
        return [
            Entry(*row)
            for row in self._file.rows(
                "read_log_entries", **_limits(**sought), most=most, skip=skip
            )
        ]

    def count(self, **sought) -> int:
        return self._file.rows("count_log_entries", **_limits(**sought))[0][0]

    def people(self) -> list[str]:
        """Everyone who is in it, by name."""
        return [who for (who,) in self._file.rows("read_log_people")]

    def copy_to(self, database: Path) -> list[Path]:
        """Copies the log, and what is noted of its end, beside that database; gives the copies,
        none where there is no log.
        """
        if not self.is_there:
            return []
        copy = Log(database)
        noted = (
            self._head.read_bytes() if self._head.exists() else None
        )  # first: a log may be ahead of it, not behind
        self._file.copy_to(copy.path)
        if noted is None:
            return [copy.path]
        copy._head.write_bytes(noted)
        return [copy.path, copy._head]

    def end(self) -> tuple[int, str, str]:
        """(number of the last entry, its hash, how the end is not as it was noted or ""): a look
        that costs nothing. `faults` reads them all.
        """
        with self._file.writing() as writing:
            last = _last(writing)
            wrong = self._unlike(writing, self._noted(), last)
        return (last.number, last.hash, wrong) if last else (0, START, wrong)

    def faults(self) -> list[str]:
        """The first place where the log is not what was written, in a sentence; empty where all is."""
        if not self.is_there:
            return ["操作日志文件不见了。"] if self._head.exists() else []
        try:
            return list(self._faults())
        except GovsvcError as error:
            return [error.title]

    def _faults(self) -> Iterator[str]:
        number, previous, head, known, noticed = 0, START, self._noted(), START, []
        for entry in (Entry(*row) for row in self._file.rows("read_log")):
            if entry.number != number + 1:
                yield f"操作日志缺少第{number + 1}条至第{entry.number - 1}条。"
                return
            if entry.previous != previous or entry.own_hash() != entry.hash:
                yield f"操作日志第{entry.number}条（{entry.at[:16]}）被改动过。"
                return
            number, previous = entry.number, entry.hash
            if entry.what == BROKEN:
                noticed.append(
                    f"操作日志第{entry.number}条记着：{entry.at[:16]}发现{entry.after}。"
                )
            if head and entry.number == head[0]:
                known = entry.hash
        if number and head is None:
            yield "操作日志的核对文件不见了或已损坏。"
        elif head and number < head[0]:
            yield f"操作日志应有{head[0]}条，只有{number}条，末尾的被删去了。"
        elif head and known != head[1]:
            yield f"操作日志第{head[0]}条与核对文件不一致。"
        yield from noticed

    def _unlike(self, writing: Writing, head: tuple[int, str] | None, last: Entry | None) -> str:
        """How the log is not what the head says, "" where it is.

        A head that is behind was left so by a crash, or by another writer.
        """
        if head is None:
            return "操作日志的核对文件不见了或已损坏" if last else ""
        if last is None or last.number < head[0]:
            return f"操作日志应有{head[0]}条，只有{last.number if last else 0}条"
        found = writing.rows("read_log_hash", number=head[0]) or [(START,)]
        return "" if found[0][0] == head[1] else f"操作日志第{head[0]}条与核对文件不一致"

    def _noted(self) -> tuple[int, str] | None:
        """(number of entries, hash of the last one) as the head file has it; None where it is
        missing or damaged.
        """
        try:
            count, digest = self._head.read_text(encoding="ascii").split()
            return int(count), digest
        except (OSError, ValueError):
            return None

    def _note(self, number: int, digest: str) -> None:
        with _noting:
            head = self._noted()
            if head and head[0] > number:
                return
            unfinished = self._head.with_name(f"{self._head.name}.{os.getpid()}.new")
            try:
                with os.fdopen(
                    os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w"
                ) as file:
                    file.write(f"{number} {digest}\n")
                    file.flush()
                    os.fsync(file.fileno())
                unfinished.replace(self._head)
            except OSError as error:
                raise GovsvcError(
                    f"操作日志的核对文件不能写入：{self._head.name}。",
                    "请检查数据文件夹的权限和磁盘空间。",
                    "side_unwritable",
                ) from error


def _limits(
    since: datetime | None = None,
    until: datetime | None = None,
    who: str = "",
    what: str = "",
    text: str = "",
) -> dict[str, str]:
    """From `since` until before `until`, of one person, of one kind, with that text; all where
    nothing is said.
    """
    begin, end = (moment.isoformat(sep=" ") if moment else "" for moment in (since, until))
    return {"since": begin, "until": end or "9", "who": who, "what": what, "text": text}


def _last(writing: Writing) -> Entry | None:
    found = writing.rows("read_log_last")
    return Entry(*found[0]) if found else None


def _append(writing: Writing, number: int, previous: str, *fields: str) -> Entry:
    at, who, source, what, about, before, after = fields
    bare = Entry(number + 1, at, who, source, what, about, before, after, previous, "")
    made = Entry(*astuple(bare)[:-1], bare.own_hash())
    writing.rows(
        "insert_log_entry",
        number=made.number,
        at=at,
        who=who,
        source=source,
        what=what,
        about=about,
        before=before,
        after=after,
        previous=previous,
        hash=made.hash,
    )
    return made
