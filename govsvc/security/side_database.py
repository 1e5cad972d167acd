"""A small SQLite file beside the database, for what is no data of a month: accounts, the log.

Each call opens a connection of its own: safe between threads, and between the app and a command
line that writes at the same time.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

from govsvc.domain.errors import GovsvcError
from govsvc.system.files import is_out_of_space, remove_file

SQL_FOLDER = Path(__file__).resolve().parents[1] / "sql" / "side"
#: one row of a result; SQLite names no types
Row = tuple[Any, ...]
#: kinds of faults of a file
_BUSY, _FULL, _BARRED, _DAMAGED = "busy", "full", "barred", "damaged"
#: primary code of SQLite → the kind of fault; of all others the file is damaged
_KINDS = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_READONLY: _BARRED,
    sqlite3.SQLITE_CANTOPEN: _BARRED,
    sqlite3.SQLITE_PERM: _BARRED,
    sqlite3.SQLITE_IOERR: _BARRED,
}
#: seconds that a writer waits for another one
_PATIENCE = 20


@cache
def sql(name: str) -> str:
    """The text of one query of govsvc/sql/side."""
    return (SQL_FOLDER / f"{name}.sql").read_text(encoding="utf-8")


def journal_of(path: Path) -> Path:
    """SQLite's journal: the writes under way in that file."""
    return path.with_name(f"{path.name}-journal")


def sync(path: Path) -> None:
    """Waits until the file is on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


class SideDatabase:
    """One SQLite file, which only its owner may read; it is made by its first use.

    `name`: how it is called in sentences; `create`: the queries that make its tables, None for a
    file that is there and only read.

    Everything raises GovsvcError where the file cannot be read or written.
    """

    #: what to do where the file is damaged
    damaged_step = "请把它移到别处保存，交给技术人员；数据不受影响。"

    def __init__(self, path: Path, name: str, create: Sequence[str] | None):
        self.path, self._name, self._create = path, name, create
        self._is_made = False

    @property
    def where(self) -> str:
        """The file's name."""
        return self.path.name

    @property
    def is_blank(self) -> bool:
        """Whether the file is not there, or has not a single byte."""
        try:
            return self.path.stat().st_size == 0
        except FileNotFoundError:
            return True
        except OSError as error:
            raise self._translated(error) from error

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        try:
            if self._create is not None and (not self._is_made or self.is_blank):
                self._make(self._create)
            with closing(self._open()) as connection:
                yield connection
        # of a damaged file even the message of its error may not be decoded
        except (sqlite3.Error, OSError, UnicodeDecodeError) as error:
            raise self._translated(error) from error

    def _open(self) -> sqlite3.Connection:
        mode = "ro" if self._create is None else "rwc"
        address = f"{self.path.absolute().as_uri()}?mode={mode}"
        connection = sqlite3.connect(address, timeout=_PATIENCE, isolation_level=None, uri=True)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA trusted_schema = OFF")
        return connection

    def _make(self, create: Sequence[str]) -> None:
        """Makes what is missing; where nothing is, nothing is written: the disk may be full."""
        if not self.path.exists():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with suppress(FileExistsError):
                os.close(os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        with closing(self._open()) as connection:
            for name in create:
                connection.execute(sql(name))
        self._is_made = True

    def copy_to(self, target: Path) -> None:
        """Copies the file to `target`, whole even while others write; only its owner may read it.

        Nothing is left at `target` where that fails.
        """
        with self._connection() as connection:
            os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
            try:
                with closing(sqlite3.connect(target)) as copy:
                    connection.backup(copy)
                sync(target)
            except BaseException:
                remove_file(target)
                raise

    def shrink(self) -> None:
        """Gives back the space of what was taken out, unless another one is writing."""
        with suppress(GovsvcError), self._connection() as connection:
            connection.execute("VACUUM")

    def faults(self) -> list[str]:
        """What is wrong with the file itself, in a sentence; empty where it is not there yet."""
        if not self.path.exists():
            return []
        try:
            with self._connection() as connection:
                is_whole = connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        except GovsvcError as error:
            return [f"{error.title}{error.step}"]
        return [] if is_whole else [f"{self._name}已损坏：{self.path.name}。"]

    def rows(self, name: str, /, **parameters: object) -> list[Row]:
        """All rows of one query."""
        with self._connection() as connection:
            return connection.execute(sql(name), parameters).fetchall()

    @contextmanager
    def reading(self) -> Iterator["Reading"]:
        """Queries that all see the file as it is at the first of them. Nothing is written."""
        with self._connection() as connection:
            connection.execute("BEGIN")
            yield Reading(_runs_on(connection))

    @contextmanager
    def writing(self) -> Iterator["Writing"]:
        """One transaction: all of it is written or nothing.

        Others that want to write wait for it, in this process and in another.
        """
        with self._connection() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield Writing(_runs_on(connection))
                connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
                raise

    def _translated(self, error: sqlite3.Error | OSError | UnicodeDecodeError) -> GovsvcError:
        """The fault in a sentence that says what to do."""
        kind = _kind(error)
        if kind == _BUSY:
            return GovsvcError(f"{self._name}正忙，没有写入。", "请稍后再试。", "side_busy")
        if kind == _FULL:
            return GovsvcError(
                f"磁盘空间不足，{self._name}没有写入。",
                "请清理数据所在的磁盘，再重试。",
                "disk_full",
            )
        if kind == _BARRED:
            return GovsvcError(
                f"{self._name}不能读写：{self.path.name}。",
                "请检查数据文件夹是否存在、运行看板的账户是否有权限。",
                "side_unwritable",
            )
        return GovsvcError(
            f"{self._name}已损坏：{self.path.name}。", self.damaged_step, "side_damaged"
        )


class Reading:
    """The queries of one transaction."""

    def __init__(self, run: Callable[..., list[Row]]):
        self._run = run

    def rows(self, name: str, /, **parameters: object) -> list[Row]:
        return self._run(name, **parameters)


class Writing(Reading):
    """The queries of one transaction that may write."""


def _runs_on(connection: sqlite3.Connection) -> Callable[..., list[Row]]:
    def run(name: str, /, **parameters: object) -> list[Row]:
        return connection.execute(sql(name), parameters).fetchall()

    return run


def _kind(error: sqlite3.Error | OSError | UnicodeDecodeError) -> str:
    """What kind of fault it is, by its code alone: the words of a system are in its language."""
    if isinstance(error, OSError):
        return _FULL if is_out_of_space(error) else _BARRED
    primary = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    return _KINDS.get(primary, _DAMAGED)
