"""The database file: opened once a process, one cursor a call, one write at a time.

The only room that knows duckdb.
"""

import logging
import os
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow

from govsvc.domain.errors import StaleVersion, StoreError
from govsvc.store import copies, manifest, opening
from govsvc.store.sentences import is_fatal, of_file, translated

_LOG = logging.getLogger("govsvc")

SCHEMA_VERSION = 4
#: the oldest schema that is opened: no release had one before it
OLDEST_SCHEMA = 4
#: until_version of what is in force; the data version that reads see where none is asked for is the
#: one before it
FOREVER = 2**63 - 1
NOW = FOREVER - 1
SQL_FOLDER = Path(__file__).resolve().parent.parent / "sql"
TABLES = (
    "state",
    "setting",
    "batch",
    "batch_file",
    "entry_row",
    "combination",
    "snapshot",
    "target",
    "header_choice",
    "value_choice",
    "operation",
    "submission",
    "month_state",
    "edition",
    "rule_version",
    "original",
    "unit",
)
VIEWS = ("entry", "fact")
#: older schema → the queries that make the next one of it, run in one transaction
MIGRATIONS: dict[int, tuple[str, ...]] = {}

# The file alone: no other file, no network, no extension is ever loaded. 512 MB and two threads
# lose nothing here.
CONFIG = {
    "enable_external_access": "false",
    "autoload_known_extensions": "false",
    "autoinstall_known_extensions": "false",
    "python_enable_replacements": "false",
    "memory_limit": "512MB",
    "max_temp_directory_size": "4GB",
    "threads": "2",
}


@cache
def sql(name: str) -> str:
    """The text of one query of govsvc/sql."""
    return (SQL_FOLDER / f"{name}.sql").read_text(encoding="utf-8")


def bound(name: str, parameters: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """A query with those parameters that it has.

    The data version that it sees is the present one where none is given.
    """
    text = sql(name)
    return text, {
        key: value for key, value in ({"as_of": NOW} | parameters).items() if key in _names(text)
    }


@cache
def _names(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\$(\w+)", text))


class Connection:
    """One open database file.

    After an error that makes every session useless it opens the file again by itself.

    Raises StoreError where the file cannot be opened, is locked by another process, has a newer
    schema, or is not what was last
    saved (`manifest`); `as_it_is` takes it all the same.
    """

    def __init__(self, path: Path, *, as_it_is: bool = False):
        self.path = path
        self._lock = threading.RLock()
        self._gate = _Gate()
        self._root: duckdb.DuckDBPyConnection | None = None
        self._eye: int | None = None
        self._is_closed = False
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                f"无法建立数据库所在的文件夹：{path.parent}。",
                "请检查路径是否正确、是否有写入权限。",
                "read_only",
            ) from error
        with self._lock:
            self._open(as_it_is)

    # -- opening -------------------------------------------------------------------------

    def _open(self, as_it_is: bool = False) -> None:
        wanted = None if as_it_is else opening.wanted(self.path)
        log = opening.keep_log(self.path)
        root = None
        try:
            self._eye = opening.eye(self.path)
            root = self._connect()
            self._eye = self._eye or opening.eye(self.path)
            root.execute(sql("create_state"))
            root.execute(sql("insert_state"), {"schema_version": SCHEMA_VERSION})
            version, found = root.execute(sql("read_state")).fetchone()
            if found > SCHEMA_VERSION:
                raise StoreError(
                    "数据库由更新版本的程序建立，本程序不能打开。",
                    "请升级程序后再打开。",
                    "newer_schema",
                )
            if found < OLDEST_SCHEMA:
                raise StoreError(
                    "数据库由过旧版本的程序建立，本程序不能打开。",
                    "请换用本系统建立的数据库，或用建立它的程序打开。",
                    "older_schema",
                )
            if found < SCHEMA_VERSION:
                if wanted and version < wanted.version:  # before an upgrade makes it look whole
                    raise opening.incomplete(
                        self.path,
                        wanted,
                        replace(wanted, version=version),
                        [f"第{version + 1}版至第{wanted.version}版"],
                    )
                root = self._migrate(root, found)
            for table in (*TABLES, *VIEWS):
                root.execute(sql(f"create_{table}"))
            seen = totals(root)
        except BaseException as error:
            self._close(root)
            if not isinstance(error, duckdb.Error):
                raise
            raise opening.with_backup(translated(error, self.path), self.path) from error
        lost = (
            manifest.differences(wanted, seen) if wanted and wanted.schema == SCHEMA_VERSION else []
        )
        if lost:
            self._close(root)
            raise opening.incomplete(self.path, wanted, seen, lost)
        self._root = root
        if log:
            log.unlink(missing_ok=True)
        if wanted != seen:
            self._note(seen)

    def _connect(self) -> duckdb.DuckDBPyConnection:
        root = duckdb.connect(str(self.path), config=CONFIG)
        root.execute("SET lock_configuration = true")
        return root

    def _migrate(self, root: duckdb.DuckDBPyConnection, found: int) -> duckdb.DuckDBPyConnection:
        """Brings an older database to this schema in one transaction, after a backup of the file as
        it was.
        """
        version = root.execute(sql("read_state")).fetchone()[0]
        root.execute("CHECKPOINT")
        if self._eye is None:
            root.close()
        try:
            copies.make(
                self.path,
                self._read_file(),
                None,
                why=copies.UPGRADE,
                schema=found,
                version=version,
            )
        except OSError as error:
            raise StoreError(
                "升级数据库前未能备份，数据库未改变。",
                "请检查所在文件夹能否写入、磁盘空间是否足够，再打开。",
                "not_backed_up",
            ) from error
        if self._eye is None:
            root = self._connect()
        root.begin()
        try:
            for schema in range(found, SCHEMA_VERSION):
                for name in MIGRATIONS[schema]:
                    root.execute(sql(name))
            root.execute(sql("update_schema_version"), {"schema_version": SCHEMA_VERSION})
            root.commit()
        except BaseException:
            with suppress(duckdb.Error):
                root.rollback()
            root.close()
            raise
        return root

    def _note(self, seen: manifest.Manifest) -> None:
        """Writes the manifest.

        Where that fails the data are saved all the same: the next start finds them ahead of it.
        """
        try:
            manifest.write(manifest.beside(self.path), seen)
        except OSError as error:
            _LOG.warning("清单未能写入：%s", error)

    def _close(self, root: duckdb.DuckDBPyConnection | None) -> None:
        with suppress(duckdb.Error):
            if root:
                root.close()
        if self._eye is not None:
            os.close(self._eye)
            self._eye = None

    def close(self) -> None:
        """Closes the file for good; waits for reads and a write under way."""
        with self._lock, self._gate.alone():
            self._is_closed = True
            self._close(self._root)
            self._root = None

    def _drop(self, broken: duckdb.DuckDBPyConnection | None) -> None:
        """Closes a connection whose every session has become useless."""
        with self._lock, self._gate.alone():
            if self._root is broken:
                self._close(broken)
                self._root = None

    def _ensure_open(self) -> None:
        if self._root is None:
            with self._lock, self._gate.alone():
                if self._is_closed:
                    raise StoreError("数据库已关闭。", "请刷新页面。", "closed")
                if self._root is None:
                    self._open()

    @contextmanager
    def _session(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor; the file is opened where it is not. What DuckDB raises becomes a StoreError."""
        root = None
        try:
            while root is None:
                self._ensure_open()
                with self._gate.shared():
                    root = self._root  # None where another thread closed it just now
                    if root is not None:
                        with root.cursor() as cursor:
                            yield cursor
        except (duckdb.Error, StoreError) as error:
            cause = error.__cause__ if isinstance(error, StoreError) else error
            if (
                is_fatal(cause) and not self._gate.is_passed_here()
            ):  # else the outer session of this thread drops it
                _LOG.error("数据库连接已失效，重新打开：%s", cause)
                self._drop(root)
            if cause is error:
                raise translated(error, self.path) from error
            raise

    # -- reading and writing -------------------------------------------------------------

    def rows(self, name: str, /, **parameters: Any) -> list[tuple]:
        """All rows of one query.

        Raises StoreError.
        """
        with self._session() as cursor:
            return cursor.execute(*bound(name, parameters)).fetchall()

    @contextmanager
    def transaction(self, expected_version: int) -> Iterator["Transaction"]:
        """One write: all of it or nothing.

        The version row is raised first and checked against `expected_version`, so that of two
        writers that saw the same
        data one fails. What was committed is read back and compared part by part before this ends
        without an error. Raises
        StaleVersion for the one that fails, StoreError for what the database refuses or where
        little disk space is free;
        nothing is stored then.
        """
        with self._lock:
            opening.refuse_little_space(self.path)
            with self._session() as cursor:
                cursor.begin()
                try:
                    raised = cursor.execute(
                        sql("raise_version"), {"expected": expected_version}
                    ).fetchone()
                    if raised is None:
                        raise StaleVersion(
                            "数据刚被他人更新，本次未保存。", "请重新核对差异后再确认。", "stale"
                        )
                    yield Transaction(cursor, raised[0])
                    written = totals(cursor)
                    cursor.commit()
                except BaseException:
                    with suppress(duckdb.Error):
                        cursor.rollback()
                    raise
            self._checkpoint()
            stored = self.totals()
            if stored != written:
                raise StoreError(
                    "保存后核对不一致，请勿视为已保存。",
                    "请重新导入；若仍出现，请把日志交给技术人员。",
                    "read_back",
                )
            self._note(stored)

    def _checkpoint(self) -> None:
        """Moves the commit from the log into the file: a damaged log would open silently with fewer
        commits.

        Where that fails (a reader is under way, the disk is full) the commit stands in the log, and
        the manifest knows of it.
        """
        try:
            with self._session() as cursor, suppress(duckdb.TransactionException):
                cursor.execute("CHECKPOINT")
        except StoreError as error:
            _LOG.warning("数据已写入日志，未能并入数据库文件：%s", error)

    def totals(self) -> manifest.Manifest:
        """Everything there is, part by part. Reads each value."""
        with self._session() as cursor:
            return totals(cursor)

    def copy(self, why: str, when: datetime) -> copies.Copy:
        """A backup of the file, made while others read; a write waits.

        Raises StoreError; there is no new copy then.
        """
        with self._lock:
            opening.refuse_little_space(self.path, also=self.path.stat().st_size)
            log = self.path.with_name(self.path.name + ".wal")
            for _ in range(50):
                self._checkpoint()
                if not log.exists() or not log.stat().st_size:
                    break
                time.sleep(0.1)
            else:
                raise StoreError("有查询一直没有结束，备份没有做成。", "请稍后再试。", "busy")
            seen = self.totals()
            try:
                if self._eye is not None:
                    return copies.make(self.path, self._read_file(), seen, why=why, when=when)
                with self._gate.alone():  # Windows opens the file for nobody else
                    self._close(self._root)
                    self._root = None
                    return copies.make(
                        self.path, opening.blocks(self.path), seen, why=why, when=when
                    )
            except OSError as error:
                raise of_file(error, copies.folder(self.path)) from error

    def _read_file(self) -> Iterator[bytes]:
        """The bytes of the file, through the descriptor that stays open: closing another one would
        release DuckDB's lock on it.
        """
        if self._eye is None:
            yield from opening.blocks(self.path)
            return
        place = 0
        while block := os.pread(self._eye, 1 << 20, place):
            place += len(block)
            yield block


def totals(cursor: duckdb.DuckDBPyConnection) -> manifest.Manifest:
    return manifest.of(
        cursor.execute(sql("read_state")).fetchone(), cursor.execute(sql("totals")).fetchall()
    )


class _Gate:
    """Many may pass at once, or one alone.

    Whoever goes alone holds the write lock, so that no write is half done.

    Who comes after one that waits to go alone waits, too: readers without end would keep him
    waiting for ever.
    """

    def __init__(self):
        self._changed = threading.Condition()
        self._passing = 0
        self._is_wanted = False
        self._here = threading.local()

    def is_passed_here(self) -> bool:
        """Whether this thread is passing."""
        return getattr(self._here, "depth", 0) > 0

    @contextmanager
    def shared(self) -> Iterator[None]:
        with self._changed:
            self._changed.wait_for(lambda: not self._is_wanted or self.is_passed_here())
            self._passing += 1
        self._here.depth = getattr(self._here, "depth", 0) + 1
        try:
            yield
        finally:
            self._here.depth -= 1
            with self._changed:
                self._passing -= 1
                self._changed.notify_all()

    @contextmanager
    def alone(self) -> Iterator[None]:
        with self._changed:
            self._changed.wait_for(lambda: not self._is_wanted)
            self._is_wanted = True
        try:
            with self._changed:
                self._changed.wait_for(lambda: not self._passing)
            yield
        finally:
            with self._changed:
                self._is_wanted = False
                self._changed.notify_all()


class Transaction:
    """The queries of one write.

    `version` is the data version it makes; a query that has $version is given it.
    """

    def __init__(self, cursor: duckdb.DuckDBPyConnection, version: int):
        self._cursor = cursor
        self.version = version

    def rows(self, name: str, /, **parameters: Any) -> list[tuple]:
        return self._cursor.execute(*bound(name, {"version": self.version} | parameters)).fetchall()

    def run_with(self, view: str, table: pyarrow.Table, *names: str, **parameters: Any) -> None:
        """Runs queries that read `table` under the name `view`."""
        self._cursor.register(view, table)
        try:
            for name in names:
                self.rows(name, **parameters)
        finally:
            self._cursor.unregister(view)
