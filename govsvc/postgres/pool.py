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
from psycopg_pool import ConnectionPool, PoolTimeout

from govsvc.domain.database_address import ServerAddress
from govsvc.domain.errors import StoreError
from govsvc.postgres.refusals import not_connected, translated

#: connections that one pool holds at most
_MOST = 8
#: seconds: how long one waits for a connection, and how long after that nobody waits again
_PATIENCE, _RESPITE = 5, 2
#: seconds and tries after which a server that is gone without a word is no longer waited for
_SILENCE = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3}
_QUERIES = Path(__file__).resolve().parents[1] / "sql" / "postgres"

Row: TypeAlias = tuple[Any, ...]
PlainCursor: TypeAlias = "psycopg.Cursor[Row]"
Cursor: TypeAlias = "psycopg.RawCursor[Row]"
Root: TypeAlias = "psycopg.Connection[Row]"

#: one each for the data and for what lies beside them: a write of the one waits for the other
DATA, BESIDE = "data", "beside"
#: for reads that enter one schema after another
WALK = "walk"
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
        pools = [_pools.pop((address, purpose), None) for purpose in (DATA, BESIDE, WALK)]
    for pool in filter(None, pools):
        pool.close()


class Pool:
    """Connections that find the tables of one schema alone."""

    def __init__(self, address: ServerAddress):
        self.address = address
        self._lock = threading.Lock()
        self._pool: ConnectionPool[Root] | None = None
        self._not_before, self._refusal = 0.0, StoreError.of("server_not_reached")

    @property
    def is_open(self) -> bool:
        """Whether it has been used, and not closed since."""
        return self._pool is not None

    def keywords(self) -> dict[str, Any]:
        """How psycopg reaches the server."""
        address = self.address
        known: dict[str, Any] = {
            "host": address.host,
            "port": address.port,
            "dbname": address.database,
            "user": address.user,
            "password": address.password,
            "sslmode": address.sslmode,
            "sslrootcert": address.sslrootcert,
            "connect_timeout": _PATIENCE,
            "application_name": "govsvc",
            "tcp_user_timeout": 25_000,  # milliseconds, for what was sent and not answered
            **_SILENCE,
        }
        if address.is_of_several:
            known["target_session_attrs"] = "read-write"  # the one that is no standby now
        return {key: value for key, value in known.items() if value != ""} | {
            "cursor_factory": psycopg.RawCursor
        }

    @contextmanager
    def connected(self, is_kept: bool = False) -> Iterator[Root]:
        """A connection outside of the pool; where it `is_kept` it stays open afterwards, unless
        that raised. What PostgreSQL raises becomes a StoreError.

        It says at once where the server is not reached; the pool would try for a while.
        """
        self._refuse_in_vain()
        root = self._connect()
        try:
            try:
                self._enter(root)
                yield root
                root.commit()
            except BaseException:
                root.close()
                raise
            if not is_kept:
                root.close()
        except psycopg.Error as error:
            raise translated(error) from error

    def _connect(self) -> Root:
        try:
            return psycopg.connect(**self.keywords())
        except psycopg.Error as error:
            raise self._in_vain(not_connected(error, self.address)) from error

    def _in_vain(self, refusal: StoreError) -> StoreError:
        """Notes that there was no connection; gives what is to be raised of it."""
        self._not_before, self._refusal = time.monotonic() + _RESPITE, refusal
        return refusal

    def _refuse_in_vain(self) -> None:
        """Raises StoreError where the server has just been waited for in vain: a page asks often,
        and each visitor has a page.
        """
        if time.monotonic() < self._not_before:
            known = self._refusal
            raise StoreError(known.title, known.step, known.code)

    def _enter(self, root: Root) -> None:
        """Has the connection find the tables of this county, and no others."""
        with root.cursor() as cursor:
            enter(cursor, self.address.schema)
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
    def session(self, is_one_query: bool = False) -> Iterator[Cursor]:
        """A cursor in a transaction of its own; one query alone needs none, which spares asking the
        server twice more. What PostgreSQL raises becomes a StoreError.
        """
        self._refuse_in_vain()
        try:
            with self._opened().connection() as root:
                root.autocommit = is_one_query
                try:
                    with root.cursor() as cursor:
                        yield cursor  # type: ignore[misc]
                finally:
                    if is_one_query and not root.broken:
                        root.autocommit = False
        except psycopg.Error as error:
            if isinstance(error, PoolTimeout):
                raise self._in_vain(translated(error)) from error
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
        "PGTARGETSESSIONATTRS": "read-write" if address.is_of_several else "",
    }
    return os.environ | {key: value for key, value in known.items() if value}


def run(cursor: PlainCursor, text: str, parameters: dict[str, Any]) -> list[Row]:
    """Runs a query with $named parameters; gives its rows, none where it has no result."""
    numbered, names = _numbered(text)
    cursor.execute(numbered, [parameters[one] for one in names])
    return cursor.fetchall() if cursor.description else []


def enter(cursor: PlainCursor, schema: str) -> None:
    """From now on the connection of the cursor finds the tables of that schema, and no others."""
    run(cursor, own_query("enter_schema"), {"schema": schema})


@cache
def _numbered(text: str) -> tuple[str, tuple[str, ...]]:
    """A query with $1, $2 … for its parameters, and their names."""
    text = "\n".join(line for line in text.splitlines() if not line.startswith("--"))
    names = tuple(dict.fromkeys(re.findall(r"\$([a-z_]\w*)", text)))
    return re.sub(r"\$([a-z_]\w*)", lambda found: f"${names.index(found[1]) + 1}", text), names


@cache
def own_query(name: str) -> str:
    """The text of a query that only a server is asked."""
    return (_QUERIES / f"{name}.sql").read_text(encoding="utf-8")
