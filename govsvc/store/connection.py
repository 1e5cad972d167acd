"""The database file: opened once a process, one cursor a call, one write at a time."""

import logging
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from govsvc.domain.error_sentences import (
    CONNECTION_LOST,
    MANIFEST_NOT_WRITTEN,
    NOT_CHECKPOINTED,
)
from govsvc.domain.errors import StaleVersion, StoreError
from govsvc.store import copies, disk, manifest, opening, schema
from govsvc.store.database_errors import is_fatal, not_committed, not_opened, translated
from govsvc.store.engine import Transaction
from govsvc.store.fetching import rows_of
from govsvc.store.gate import Gate
from govsvc.store.queries import Row, bound, sql

_LOG = logging.getLogger("govsvc")

# The file alone: no other file, no network, no extension is ever loaded. 512 MB and two threads
# lose nothing here.
CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoload_known_extensions": "false",
    "autoinstall_known_extensions": "false",
    "python_enable_replacements": "false",
    "memory_limit": "512MB",
    "max_temp_directory_size": "4GB",
    "threads": "2",
}


class Connection:
    """One open database file.

    After an error that makes every session useless it opens the file again by itself. A file that
    cannot be written is opened to be read, until it can be written again.

    Raises StoreError where the file cannot be opened, is locked by another process, has a newer
    schema or one older than is accepted, or is not what was last saved (`manifest`); `as_it_is`
    takes it all the same.
    """

    def __init__(self, path: Path, *, as_it_is: bool = False):
        self.path = self.address = path
        self._lock = threading.RLock()
        self._gate = Gate()
        self._root: duckdb.DuckDBPyConnection | None = None
        self._eye: int | None = None
        self._identity: opening.Identity | None = None
        self._is_closed = False
        self._is_read_only = False
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError.of("folder_not_made", folder=path.parent) from error
        with self._lock:
            self._open(as_it_is)

    # -- opening -------------------------------------------------------------------------

    def _open(self, as_it_is: bool = False) -> None:
        expected = None if as_it_is else opening.expected(self.path)
        opening.keep_log(self.path)
        root = None
        # what cannot be written can be looked at all the same
        self._is_read_only = self.path.exists() and not disk.is_writable(self.path)
        try:
            self._eye = opening.eye(self.path)
            root = self._connect()
            self._eye = self._eye or opening.eye(self.path)
            root = self._brought_up(root, expected)
            present = totals(root)
        except BaseException as error:
            self._close(root)
            if not isinstance(error, duckdb.Error):
                raise
            fault = not_opened(error, self.path, self._is_read_only)
            raise opening.with_backup(fault, self.path) from error
        if expected and expected.schema == schema.SCHEMA_VERSION:
            lost = manifest.differences(expected, present)
            if lost:
                self._close(root)
                raise opening.incomplete(self.path, expected, present, lost)
        self._root, self._identity = root, opening.identity(self.path)
        if not self._is_read_only:
            opening.remove_leftovers(self.path)
        if expected != present and not self._is_read_only:
            self._note(present)

    def _brought_up(
        self, root: duckdb.DuckDBPyConnection, expected: manifest.Manifest | None
    ) -> duckdb.DuckDBPyConnection:
        """The connection, with all tables of this schema; another one where the file had to be
        opened anew.
        """
        if not self._is_read_only:
            schema.create_state(root)
        version, present = schema.state(root)
        if present > schema.SCHEMA_VERSION:
            raise StoreError.of("newer_schema")
        if present < schema.OLDEST_SCHEMA:
            raise StoreError.of("older_schema")
        if present < schema.SCHEMA_VERSION:
            disk.refuse_write(self.path)
            if expected and version < expected.version:  # before an upgrade makes it look whole
                raise opening.incomplete(
                    self.path,
                    expected,
                    replace(expected, version=version),
                    manifest.Differences(),
                )
            root = self._migrate(root, version, present)
        if not self._is_read_only:
            schema.create(root)
        return root

    def _connect(self) -> duckdb.DuckDBPyConnection:
        root = duckdb.connect(str(self.path), read_only=self._is_read_only, config=CONFIG)
        root.execute("SET lock_configuration = true")
        return root

    def _migrate(
        self, root: duckdb.DuckDBPyConnection, version: int, older: int
    ) -> duckdb.DuckDBPyConnection:
        """Brings an older database to this schema in one transaction, after a backup of the file as
        it was.
        """
        root.execute("CHECKPOINT")
        if self._eye is None:
            root.close()
        try:
            copies.make(
                self.path,
                self._read_file(),
                None,
                why=copies.UPGRADE,
                schema=older,
                version=version,
            )
        except OSError as error:
            raise StoreError.of("not_backed_up") from error
        if self._eye is None:
            root = self._connect()
        schema.migrate(root, older)
        return root

    def _note(self, present: manifest.Manifest) -> None:
        """Writes the manifest.

        Where that fails the data are saved all the same: the next start finds them ahead of it.
        """
        try:
            manifest.write(manifest.beside(self.path), present)
        except OSError as error:
            _LOG.warning(MANIFEST_NOT_WRITTEN, error)

    def _close(self, root: duckdb.DuckDBPyConnection | None) -> None:
        self._identity = None
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
                    raise StoreError.of("closed")
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
            # where this thread has an outer session, that one drops the connection
            if is_fatal(cause) and not self._gate.is_passed_here():
                _LOG.error(CONNECTION_LOST, cause)
                self._drop(root)
            if isinstance(error, duckdb.Error):
                raise translated(error, self.path) from error
            raise

    # -- reading and writing -------------------------------------------------------------

    def rows(self, name: str, /, **parameters: Any) -> list[Row]:
        """All rows of one query. Raises StoreError."""
        with self._session() as cursor:
            return rows_of(cursor.execute(*bound(name, parameters)))

    def table(self, name: str, /, **parameters: Any) -> pa.Table:
        """All rows of one query as a table. Raises StoreError."""
        with self._session() as cursor:
            return cursor.execute(*bound(name, parameters)).to_arrow_table()

    @contextmanager
    def transaction(self, expected_version: int) -> Iterator[Transaction]:
        """One write: all of it or nothing.

        The version row is raised first and checked against `expected_version`, so that of two
        writers that saw the same data one fails. What was committed is read back and compared part
        by part before this ends without an error. Raises StaleVersion for the one that fails,
        StoreError for what the database refuses or where little disk space is free; nothing is
        stored then.
        """
        with self._lock:
            self._require_writable()
            with self._session() as cursor:
                cursor.begin()
                try:
                    raised = cursor.execute(
                        sql("raise_version"), {"expected": expected_version}
                    ).fetchone()
                    if raised is None:
                        raise StaleVersion.of("stale")
                    yield FileTransaction(cursor, raised[0])
                    written = totals(cursor)
                    self._commit(cursor)
                except BaseException:
                    with suppress(duckdb.Error):
                        cursor.rollback()
                    raise
            self._checkpoint()
            stored = self.totals()
            self.refuse_gone()
            if stored != written:
                raise StoreError.of("read_back")
            self._note(stored)

    def _require_writable(self, also: int = 0) -> None:
        """Raises StoreError where the file cannot be written, or too little space is free.

        What was opened to read alone is opened anew when it can be written again.
        """
        self.refuse_gone()
        disk.refuse_write(self.path, also)
        if self._is_read_only:
            self._drop(self._root)

    def refuse_gone(self) -> None:
        """Raises StoreError where the open file lies at its path no more: the system takes what is
        written to it, and drops it when it is closed.
        """
        opened = self._identity
        if opened is not None and opening.identity(self.path) != opened:
            raise opening.gone(self.path)

    def _commit(self, cursor: duckdb.DuckDBPyConnection) -> None:
        try:
            cursor.commit()
        except duckdb.TransactionException as error:
            raise not_committed(self.path) from error

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
            _LOG.warning(NOT_CHECKPOINTED, error)

    def totals(self) -> manifest.Manifest:
        """Everything there is, part by part. Reads each value."""
        with self._session() as cursor:
            return totals(cursor)

    def contents(self) -> Iterator[tuple[str, pa.Table]]:
        """Each table with all its rows, all as of one moment."""
        with self._session() as cursor:
            cursor.begin()
            try:
                for name in schema.CONTENTS:
                    yield name, cursor.table(name).to_arrow_table()
            finally:
                cursor.rollback()

    def copy(self, why: str, when: datetime) -> copies.Copy:
        """A backup of the file, made while others read; a write waits.

        A nightly one shares the file of the last backup where the data are the same. Raises
        StoreError; there is no new copy then.
        """
        with self._lock:
            self._ensure_open()
            self.refuse_gone()
            self._require_writable(also=self.path.stat().st_size)
            log = self.path.with_name(self.path.name + ".wal")
            for _ in range(50):
                self._checkpoint()
                if not log.exists() or not log.stat().st_size:
                    break
                time.sleep(0.1)
            else:
                raise StoreError.of("busy")
            present = self.totals()
            same = copies.unchanged(self.path, present) if why == copies.NIGHTLY else None
            try:
                if self._eye is not None:
                    content = self._read_file()
                    return copies.make(self.path, content, present, why=why, when=when, same=same)
                with self._gate.alone():  # Windows opens the file for nobody else
                    self._close(self._root)
                    self._root = None
                    content = opening.blocks(self.path)
                    return copies.make(self.path, content, present, why=why, when=when, same=same)
            except OSError as error:
                raise disk.not_written(error, copies.folder(self.path)) from error

    def _read_file(self) -> Iterator[bytes]:
        """The bytes of the file, through the descriptor that stays open: closing another one would
        release DuckDB's lock on it.
        """
        if self._eye is None:
            yield from opening.blocks(self.path)
            return
        offset = 0
        while block := os.pread(self._eye, 1 << 20, offset):
            offset += len(block)
            yield block


def totals(cursor: duckdb.DuckDBPyConnection) -> manifest.Manifest:
    """Everything that the database holds, part by part."""
    return manifest.of(schema.state(cursor), cursor.execute(sql("totals")).fetchall())


#: what one write asks many times, and the queries that change it
_ROSTER, _CHANGE_ROSTER = "read_units", ("clear_unit", "insert_units")


class FileTransaction:
    """The queries of one write to the file.

    `version` is the data version it makes; a query that has $version is given it.
    """

    def __init__(self, cursor: duckdb.DuckDBPyConnection, version: int):
        self._cursor = cursor
        self.version = version
        self._roster: list[Row] | None = None

    def rows(self, name: str, /, **parameters: Any) -> list[Row]:
        if name == _ROSTER and self._roster is not None:
            return self._roster
        rows = rows_of(self._cursor.execute(*bound(name, {"version": self.version} | parameters)))
        if name == _ROSTER:
            self._roster = rows
        elif name in _CHANGE_ROSTER:
            self._roster = None
        return rows

    def table(self, name: str, /, **parameters: Any) -> pa.Table:
        text, used = bound(name, {"version": self.version} | parameters)
        return self._cursor.execute(text, used).to_arrow_table()

    def run_with(self, view: str, table: pa.Table, *names: str, **parameters: Any) -> None:
        """Runs queries that read `table` under the name `view`."""
        self._cursor.register(view, table)
        try:
            for name in names:
                self.rows(name, **parameters)
        finally:
            self._cursor.unregister(view)

    def replace(self, name: str, rows: pa.Table) -> None:
        """The table of that name has these rows, and no others."""
        self.rows(f"clear_{name}")
        self._cursor.from_arrow(rows).insert_into(name)

    def set_version(self, version: int) -> None:
        """The data version that it makes is that one: of data that come with all their versions."""
        self.rows("update_version", copied=version)
        self.version = version
