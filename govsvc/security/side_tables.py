"""What is no data of a month, wherever it lies: in a small file beside the database, or in tables
of the county's schema on a server.
"""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import cache, partial
from typing import Protocol

from govsvc.domain.database_address import ServerAddress
from govsvc.postgres import pool
from govsvc.postgres.pool import Cursor, PlainCursor
from govsvc.security.side_database import SQL_FOLDER, Reading, Row, Writing, sql

#: the queries that PostgreSQL must be asked otherwise
_OWN_FOLDER = SQL_FOLDER / "postgres"


class SideTables(Protocol):
    """Tables beside the data. Everything raises GovsvcError where they cannot be read or written.

    Safe between threads and processes.
    """

    @property
    def where(self) -> str:
        """What a person is to look for: the file's name, or the server's address."""

    def rows(self, name: str, /, **parameters: object) -> list[Row]:
        """All rows of one query."""

    def reading(self) -> AbstractContextManager[Reading]:
        """Queries that all see the tables as they are at the first of them."""

    def writing(self) -> AbstractContextManager[Writing]:
        """One transaction, for which others that want to write wait."""

    def faults(self) -> list[str]:
        """What is wrong with the tables themselves, in sentences."""

    def shrink(self) -> None:
        """Gives back the space of what was taken out, where that is done here."""


class ServerTables:
    """Tables of a county's schema on a server; made by their first use.

    `create`: the queries that make them, the last of them the table of that name; `lock`: the one
    that has other writers wait.
    """

    def __init__(self, address: ServerAddress, create: Sequence[str], lock: str):
        self._address, self._create, self._lock = address, create, lock
        self._is_made = False

    @property
    def where(self) -> str:
        return str(self._address)

    def rows(self, name: str, /, **parameters: object) -> list[Row]:
        """All rows of one query."""
        with self._session(is_one_query=True) as cursor:
            return _run(cursor, name, **parameters)

    @contextmanager
    def _session(self, is_one_query: bool = False) -> Iterator[Cursor]:
        connections = pool.pool_of(self._address, pool.BESIDE)
        if not self._is_made:
            with connections.connected() as root, root.cursor() as cursor:
                self._make(cursor)
            self._is_made = True
        with connections.session(is_one_query) as cursor:
            yield cursor

    def _make(self, cursor: PlainCursor) -> None:
        """Makes what is missing: whoever may only use them need not make them."""
        _run(cursor, "lock_tables")
        ((is_there,),) = _run(
            cursor, "read_whether_made", name=self._create[-1].removeprefix("create_")
        )
        for name in () if is_there else self._create:
            _run(cursor, name)

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """Queries that all see the tables as they are at the first of them. Nothing is written."""
        with self._session() as cursor:
            _run(cursor, "read_one_moment")
            yield Reading(partial(_run, cursor))

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """One transaction: all of it is written or nothing.

        Others that want to write wait for it, in this process and on another machine.
        """
        with self._session() as cursor:
            _run(cursor, self._lock)
            yield Writing(partial(_run, cursor))

    def faults(self) -> list[str]:
        """None: the server keeps its files whole, and says at each read where it could not."""
        return []

    def shrink(self) -> None:
        """Nothing: the server does so by itself."""


@cache
def _text(name: str) -> str:
    own = _OWN_FOLDER / f"{name}.sql"
    return own.read_text(encoding="utf-8") if own.exists() else sql(name)


def _run(cursor: PlainCursor, name: str, /, **parameters: object) -> list[Row]:
    """Runs a query. Texts are given as PostgreSQL takes them: a name may hold anything."""
    known = {
        key: value.encode("utf-8", "replace").decode().replace("\0", "\ufffd")
        if isinstance(value, str)
        else value
        for key, value in parameters.items()
    }
    return pool.run(cursor, _text(name), known)
