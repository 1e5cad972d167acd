"""The head file of the 操作日志: number and hash of its last entry, so that a cut is noticed."""

import os
import threading
from pathlib import Path

from govsvc.domain.errors import GovsvcError
from govsvc.security.audit_chain import Head
from govsvc.security.side_database import Reading, Writing
from govsvc.security.side_tables import SideTables
from govsvc.system.files import replace_file

#: one thread of this process at a time writes a head file, whichever `HeadFile` it uses
_writing = threading.Lock()


class HeadFile:
    """The head file at `path`, which only its owner may read."""

    def __init__(self, path: Path):
        self.path = path

    @staticmethod
    def beside(database: Path) -> "HeadFile":
        """That of the log of the database file."""
        return HeadFile(database.with_name(f"{database.stem}.audit.head"))

    @property
    def exists(self) -> bool:
        return self.path.exists()

    def read(self, within: Reading | None = None) -> Head | None:
        """None where the file is missing or damaged."""
        try:
            count, digest = self.path.read_text(encoding="ascii").split()
            return Head(int(count), digest)
        except (OSError, ValueError):
            return None

    def write(self, head: Head, within: Writing | None = None) -> None:
        """Replaces the file as a whole, unless it is ahead already.

        Raises GovsvcError where it cannot be written; it is then as it was.
        """
        with _writing:
            current = self.read()
            if current and current.number > head.number:
                return
            unfinished = self.path.with_name(f"{self.path.name}.{os.getpid()}.new")
            try:
                flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
                with os.fdopen(os.open(unfinished, flags, 0o600), "w") as file:
                    file.write(f"{head.number} {head.hash}\n")
                    file.flush()
                    os.fsync(file.fileno())
                replace_file(unfinished, self.path)
            except OSError as error:
                raise GovsvcError(
                    f"操作日志的核对文件不能写入：{self.path.name}。",
                    "请检查数据文件夹的权限和磁盘空间。",
                    "side_unwritable",
                ) from error


class HeadRow:
    """The head of a log whose entries lie on a server: one row beside them."""

    #: the queries that make it
    CREATE = ("create_log_head", "insert_log_head")

    def __init__(self, tables: SideTables):
        self._tables = tables

    @property
    def exists(self) -> bool:
        return self.read() is not None

    def read(self, within: Reading | None = None) -> Head | None:
        """None where it is missing. `within`: the transaction that asks: a connection of its own
        might be the last one, which waits for that.
        """
        return next((Head(*row) for row in (within or self._tables).rows("read_log_head")), None)

    def write(self, head: Head, within: Writing | None = None) -> None:
        """Replaces it, unless it is ahead already."""
        tables = within or self._tables
        tables.rows("insert_log_head")
        tables.rows("write_log_head", **head._asdict())
