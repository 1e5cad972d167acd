"""Archives of the 操作日志: its full files, only read, beside the one that is written.

An archive is named by the numbers of its first and last entry. The file that is written goes on
with the next number and the hash of the archive's last entry, so that the chain runs through all.
"""

import os
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields
from pathlib import Path

from govsvc.security.audit_chain import AuditEntry
from govsvc.security.side_database import Row, SideDatabase, sync
from govsvc.system.files import replace_file

#: entries of one archive
FULL = 20_000
NAME = "操作日志归档"


@dataclass(frozen=True, slots=True)
class Archive:
    """One archive; `first`, `last`: the numbers of its entries."""

    path: Path
    first: int
    last: int

    @property
    def file(self) -> SideDatabase:
        return SideDatabase(self.path, NAME, None)


def existing(log: Path, before: int | None = None) -> list[Archive]:
    """The archives of the log in that file that end before that number, the earliest first.

    One that does not was being made when the process was killed: the log has its entries still.
    """
    archives = []
    for path in log.parent.glob("*.sqlite"):
        numbers = re.fullmatch(r"-(\d+)-(\d+)", path.stem.removeprefix(log.stem))
        if path.name.startswith(log.stem) and numbers:
            archives.append(Archive(path, int(numbers[1]), int(numbers[2])))
    return sorted(
        (archive for archive in archives if before is None or archive.last < before),
        key=lambda archive: archive.first,
    )


def missing(archives: Iterable[Archive], first: int) -> str:
    """Which entries before `first`, the log's own first, are in no archive, in a sentence."""
    last = 0
    for begin, end in [*((each.first, each.last) for each in archives), (first, first)]:
        if begin > last + 1:
            return f"操作日志缺少第{last + 1}条至第{begin - 1}条"
        last = end
    return ""


def write(log: Path, rows: Sequence[Row], create: Sequence[str]) -> None:
    """Writes the rows of entries, all that the log in that file holds, as an archive beside it.

    Raises GovsvcError, OSError where it cannot be written; there is no new archive then.
    """
    first, last = rows[0][0], rows[-1][0]
    for left in existing(log):
        if left.last >= first:
            os.chmod(left.path, 0o600)  # Windows removes nothing that is only read
            left.path.unlink()
    path = log.with_name(f"{log.stem}-{first}-{last}.sqlite")
    unfinished = path.with_name(f"{path.name}.part")
    unfinished.unlink(missing_ok=True)
    names = [field.name for field in fields(AuditEntry)]
    try:
        with SideDatabase(unfinished, NAME, create).writing() as writing:
            for row in rows:
                writing.rows("insert_log_entry", **dict(zip(names, row)))
        sync(unfinished)
        replace_file(unfinished, path)
    except BaseException:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise
    with suppress(OSError):
        os.chmod(path, 0o400)
