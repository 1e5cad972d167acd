"""Archives of the 操作日志: its full files, only read, beside the one that is written.

An archive is named by the numbers of its first and last entry. The file that is written goes on
with the next number and the hash of the archive's last entry, so that the chain runs through all.
"""

import errno
import os
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields
from pathlib import Path

from govsvc.domain.errors import GovsvcError
from govsvc.security.audit_chain import EMPTY, AuditEntry, Head
from govsvc.security.side_database import Row, SideDatabase, sync
from govsvc.system.files import remove_file, remove_read_only_file, replace_file

#: entries of one archive
FULL = 20_000
NAME = "操作日志归档"
#: the mode of an archive: only read, by its owner alone
MODE = 0o400


@dataclass(frozen=True, slots=True)
class Archive:
    """One archive; `first`, `last`: the numbers of its entries."""

    path: Path
    first: int
    last: int

    @property
    def file(self) -> SideDatabase:
        return SideDatabase(self.path, NAME, None)

    def hash_of(self, number: int) -> str:
        """The hash of the entry of that number, "" where it is not there or cannot be read."""
        rows: list[Row] = []
        with suppress(GovsvcError):
            rows = self.file.rows("read_log_hash", number=number)
        return rows[0][0] if rows else ""


def existing(log: Path, before: int | None = None) -> list[Archive]:
    """The archives of the log in that file that end before that number, the earliest first.

    One that does not was being made when the process was killed: the log has its entries still;
    or it is of another log.
    """
    archives = []
    for path in log.parent.glob("*.sqlite"):
        numbers = re.fullmatch(r"-(\d+)-(\d+)", path.stem.removeprefix(log.stem))
        if path.name.startswith(log.stem) and numbers:
            archives.append(Archive(path, int(numbers[1]), int(numbers[2])))
    return sorted(
        (archive for archive in archives if before is None or archive.last < before),
        key=lambda archive: (archive.first, archive.last),
    )


def end(archives: Iterable[Archive]) -> Head:
    """The end of the archives of a log, after which a new log goes on."""
    last = max(archives, key=lambda archive: archive.last, default=None)
    return Head(last.last, last.hash_of(last.last)) if last else EMPTY


def missing(archives: Iterable[Archive], first: int) -> str:
    """Which entries before `first`, the log's own first, are in no archive, in a sentence."""
    last = 0
    for begin, end in [*((each.first, each.last) for each in archives), (first, first)]:
        if begin > last + 1:
            return f"操作日志缺少第{last + 1}条至第{begin - 1}条"
        last = max(last, end)
    return ""


def write(log: Path, rows: Sequence[Row], create: Sequence[str]) -> None:
    """Writes the rows of entries, all that the log in that file holds, as an archive beside it.

    Raises GovsvcError, OSError where it cannot be written, or one of another log has its name;
    there is no new archive then.
    """
    first, last = rows[0][0], rows[-1][0]
    _remove_left(log, rows)
    path = log.with_name(f"{log.stem}-{first}-{last}.sqlite")
    if path.exists():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), path.name)
    unfinished = path.with_name(f"{path.name}.part")
    remove_file(unfinished)
    names = [field.name for field in fields(AuditEntry)]
    try:
        with SideDatabase(unfinished, NAME, create).writing() as writing:
            for row in rows:
                writing.rows("insert_log_entry", **dict(zip(names, row)))
        sync(unfinished)
        replace_file(unfinished, path)
    except BaseException:
        with suppress(OSError):
            remove_file(unfinished)
        raise
    with suppress(OSError):
        os.chmod(path, MODE)


def _remove_left(log: Path, rows: Sequence[Row]) -> None:
    """Removes what a process killed while it archived has left: an archive of the first rows."""
    first, hashes = rows[0][0], {row[0]: row[-1] for row in rows}
    for left in existing(log):
        if left.first == first and hashes.get(left.last) == left.hash_of(left.last):
            remove_read_only_file(left.path)
