"""Connections to one county's schema of a PostgreSQL server: one pool for each process."""

import os
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import psycopg
from psycopg import errors
from psycopg_pool import ConnectionPool, PoolTimeout

from govsvc.domain.database_address import ServerAddress
from govsvc.domain.errors import StaleVersion, StoreError

#: connections that one pool holds at most
_MOST = 8
#: seconds: how long one waits for a connection, and how long after that nobody waits again
_PATIENCE, _RESPITE = 5, 2
_ENTER = Path(__file__).resolve().parents[1] / "sql" / "postgres" / "enter_schema.sql"

Row: TypeAlias = tuple[Any, ...]
PlainCursor: TypeAlias = "psycopg.Cursor[Row]"
Cursor: TypeAlias = "psycopg.RawCursor[Row]"
Root: TypeAlias = "psycopg.Connection[Row]"

#: one each for the data and for what lies beside them: a write of the one waits for the other
DATA, BESIDE = "data", "beside"
_pools: dict[tuple[ServerAddress, str], "Pool"] = {}
_opening = threading.Lock()


def pool_of(address: ServerAddress, purpose: str) -> "Pool":
    """The pool of that address for DATA or BESIDE; each process has one."""
    with _opening:
        if (address, purpose) not in _pools:
            _pools[address, purpose] = Pool(address)
        return _pools[address, purpose]


def close_pools(address: ServerAddress) -> None:
    """Ends the connections of this process to that address; the next use makes new ones."""
    with _opening:
        pools = [_pools.pop((address, purpose), None) for purpose in (DATA, BESIDE)]
    for pool in filter(None, pools):
        pool.close()


class Pool:
    """Connections that find the tables of one schema alone."""

    def __init__(self, address: ServerAddress):
        self.address = address
        self._lock = threading.Lock()
        self._pool: ConnectionPool[Root] | None = None
        self._not_before = 0.0

    def keywords(self) -> dict[str, Any]:
        """How psycopg reaches the server."""
        address = self.address
        known = {
            "host": address.host,
            "port": address.port,
            "dbname": address.database,
            "user": address.user,
            "password": address.password,
            "sslmode": address.sslmode,
            "sslrootcert": address.sslrootcert,
            "connect_timeout": _PATIENCE,
            "application_name": "govsvc",
        }
        return {key: value for key, value in known.items() if value != ""} | {
            "cursor_factory": psycopg.RawCursor
        }

    @contextmanager
    def connected(self) -> Iterator[Root]:
        """A connection outside of the pool. What PostgreSQL raises becomes a StoreError.

        It says at once where the server is not reached; the pool would try for a while.
        """
        self._refuse_in_vain()
        try:
            with psycopg.connect(**self.keywords()) as root:
                self._enter(root)
                yield root
        except psycopg.Error as error:
            if error.sqlstate is None:  # it did not come from the server
                self._not_before = time.monotonic() + _RESPITE
            raise translated(error) from error

    def _refuse_in_vain(self) -> None:
        """Raises StoreError where the server has just been waited for in vain: a page asks often,
        and each visitor has a page.
        """
        if time.monotonic() < self._not_before:
            raise StoreError.of("server_not_reached")

    def _enter(self, root: Root) -> None:
        """Has the connection find the tables of this county, and no others."""
        with root.cursor() as cursor:
            run(cursor, _entering(), {"schema": self.address.schema})
        root.commit()

    def _opened(self) -> "ConnectionPool[Root]":
        with self._lock:
            if self._pool is None:
                self._pool = ConnectionPool(
                    kwargs=self.keywords(),
                    min_size=0,
                    max_size=_MOST,
                    timeout=_PATIENCE,
                    reconnect_timeout=_PATIENCE,  # then whoever asks next has it tried anew
                    configure=self._enter,
                    check=ConnectionPool.check_connection,
                    open=True,
                )
            return self._pool

    @contextmanager
    def session(self) -> Iterator[Cursor]:
        """A cursor in a transaction of its own. What PostgreSQL raises becomes a StoreError."""
        self._refuse_in_vain()
        try:
            with self._opened().connection() as root, root.cursor() as cursor:
                yield cursor  # type: ignore[misc]
        except psycopg.Error as error:
            if isinstance(error, PoolTimeout):
                self._not_before = time.monotonic() + _RESPITE
            raise translated(error) from error

    def close(self) -> None:
        """Closes all connections; the next session makes new ones."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.close()


def environment(address: ServerAddress) -> dict[str, str]:
    """How PostgreSQL's own programs reach the server: no password among their arguments, which
    everybody on the machine may see.
    """
    known = {
        "PGHOST": address.host,
        "PGPORT": str(address.port),
        "PGDATABASE": address.database,
        "PGUSER": address.user,
        "PGPASSWORD": address.password,
        "PGSSLMODE": address.sslmode,
        "PGSSLROOTCERT": address.sslrootcert,
        "PGCONNECT_TIMEOUT": str(_PATIENCE),
    }
    return os.environ | {key: value for key, value in known.items() if value}


def translated(error: psycopg.Error) -> StoreError:
    """The StoreError for what PostgreSQL reported.

    It is judged by the class alone: the server says it in the server's language.
    """
    if isinstance(
        error, (errors.SerializationFailure, errors.DeadlockDetected, errors.LockNotAvailable)
    ):
        return StaleVersion.of("stale")
    if isinstance(error, errors.DiskFull):
        return StoreError.of("server_full")
    if isinstance(error, errors.InsufficientPrivilege):
        return StoreError.of("server_rights")
    if isinstance(error, (errors.UndefinedTable, errors.InvalidSchemaName)):
        return StoreError.of("server_schema_missing")
    if isinstance(error, (psycopg.OperationalError, psycopg.InterfaceError, PoolTimeout)):
        return StoreError.of("server_not_reached")
    return StoreError.of("database")


def run(cursor: PlainCursor, text: str, parameters: dict[str, Any]) -> list[Row]:
    """Runs a query with $named parameters; gives its rows, none where it has no result."""
    numbered, names = _numbered(text)
    cursor.execute(numbered, [parameters[one] for one in names])
    return cursor.fetchall() if cursor.description else []


@cache
def _numbered(text: str) -> tuple[str, tuple[str, ...]]:
    """A query with $1, $2 … for its parameters, and their names."""
    text = "\n".join(line for line in text.splitlines() if not line.startswith("--"))
    names = tuple(dict.fromkeys(re.findall(r"\$([a-z_]\w*)", text)))
    return re.sub(r"\$([a-z_]\w*)", lambda found: f"${names.index(found[1]) + 1}", text), names


@cache
def _entering() -> str:
    return _ENTER.read_text(encoding="utf-8")
