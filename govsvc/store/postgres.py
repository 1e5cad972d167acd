"""One county's data in a schema of a PostgreSQL server: a pool of connections, one write at a time
over all processes that reach it.
"""

import json
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

import psycopg
import pyarrow as pa
from psycopg import sql

from govsvc.domain.database_address import ServerAddress, place
from govsvc.domain.entries import SCHEMA
from govsvc.domain.errors import StaleVersion, StoreError
from govsvc.postgres.pool import DATA, Cursor, Root, close_pools, pool_of, run
from govsvc.store import copies, disk, dumps, manifest, queries, schema
from govsvc.store.engine import Transaction
from govsvc.store.queries import Row
from govsvc.store.tables import ANSWERS

_DIALECT = "postgres"
#: tables whose rows have a place of their own there
_WITH_PLACES = {"entry_row"}
_INDEXES = ("combination_by_month",)
#: orders texts by their code points, as the file does
_COLLATIONS = ("C", "POSIX", "C.UTF-8", "C.utf8", "ucs_basic")
_TYPES: dict[str, "pa.DataType"] = {
    "int8": pa.int64(),
    "int4": pa.int32(),
    "varchar": pa.string(),
    "text": pa.string(),
    "bool": pa.bool_(),
    "date": pa.date32(),
}


class ServerConnection:
    """One county's schema, opened once a process; its tables are made where there are none.

    Raises StoreError where the server is not reached, the schema is not there, its texts are
    ordered otherwise than by code points, or it is of a newer program.
    """

    def __init__(self, address: ServerAddress):
        self.address = address
        self._lock = threading.RLock()
        self._pool = pool_of(address, DATA)
        with self._pool.connected() as root:
            _open(root)

    # -- reading and writing -------------------------------------------------------------

    def rows(self, name: str, /, **parameters: Any) -> list[Row]:
        """All rows of one query. Raises StoreError."""
        with self._pool.session(is_one_query=True) as cursor:
            return _run(cursor, name, parameters)

    def table(self, name: str, /, **parameters: Any) -> pa.Table:
        """All rows of one query as a table. Raises StoreError."""
        with self._pool.session(is_one_query=True) as cursor:
            return _table(cursor, name, parameters)

    @contextmanager
    def transaction(self, expected_version: int) -> Iterator[Transaction]:
        """One write: all of it or nothing.

        The version row is raised first, and locked by that until the end, so that of two writers
        that saw the same data one fails, in whatever process. Raises StaleVersion for the one that
        fails, StoreError for what the server refuses; nothing is stored then, but where the
        connection was lost at the commit, which the sentence says.
        """
        with self._lock:
            with self._pool.session() as cursor:
                raised = _run(cursor, "raise_version", {"expected": expected_version})
                if not raised:
                    raise StaleVersion.of("stale")
                transaction = ServerTransaction(cursor, int(raised[0][0]))
                yield transaction
                _commit(cursor)
            if self.rows("read_state")[0][0] < transaction.version:
                raise StoreError.of("read_back")

    def totals(self) -> manifest.Manifest:
        """Everything there is, part by part. Reads each value."""
        with self._pool.session() as cursor:
            return _totals(cursor)

    def contents(self) -> Iterator[tuple[str, pa.Table]]:
        """Each table with all its rows, all as of one moment; in the order of their places where
        they have some.
        """
        with self._pool.session() as cursor:
            _run(cursor, "read_one_state", {})
            for name in schema.CONTENTS:
                yield name, _whole(cursor, name)

    def copy(self, why: str, when: datetime) -> copies.Copy:
        """A backup of the schema by pg_dump, made while others read and write: the data, accounts
        and 操作日志 of one moment.

        A nightly one shares the file of the last backup where the data are the same. Raises
        StoreError; there is no new copy then.
        """
        path = place(self.address)
        with self._pool.session() as cursor:
            present = _totals(cursor)
            ((snapshot,),) = _run(cursor, "export_snapshot", {})
            same = copies.unchanged(path, present) if why == copies.NIGHTLY else None
            content = dumps.blocks(self.address, snapshot)
            try:
                return copies.make(path, content, present, why=why, when=when, same=same)
            except OSError as error:
                raise disk.not_written(error, copies.folder(path)) from error

    def refuse_gone(self) -> None:
        """Nothing: each query asks the server anew."""

    def close(self) -> None:
        """Closes all connections, for good."""
        with self._lock:
            close_pools(self.address)


class ServerTransaction:
    """The queries of one write to a server."""

    def __init__(self, cursor: Cursor, version: int):
        self._cursor = cursor
        self.version = version

    def rows(self, name: str, /, **parameters: Any) -> list[Row]:
        return _run(self._cursor, name, {"version": self.version} | parameters)

    def table(self, name: str, /, **parameters: Any) -> pa.Table:
        return _table(self._cursor, name, {"version": self.version} | parameters)

    def run_with(self, view: str, table: pa.Table, *names: str, **parameters: Any) -> None:
        """Runs queries that read `table` under the name `view`."""
        _run(self._cursor, f"create_{view}", {})
        self._fill(view, table)
        for name in names:
            self.rows(name, **parameters)
        self._cursor.execute(sql.SQL("DROP TABLE {}").format(sql.Identifier(view)))

    def _fill(self, name: str, table: pa.Table) -> None:
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
            sql.Identifier(name), _identifiers(table.column_names)
        )
        with self._cursor.copy(statement) as copy:
            for row in zip(*(_values(column) for column in table.columns)):
                copy.write_row(row)

    def replace(self, name: str, rows: pa.Table) -> None:
        """The table of that name has these rows, and no others."""
        self.rows(f"clear_{name}")
        self._fill(name, rows)

    def set_version(self, version: int) -> None:
        """The data version that it makes is that one: of data that come with all their versions."""
        self.rows("update_version", copied=version)
        self.version = version


def query_on(cursor: Cursor) -> queries.Query:
    """Runs the named queries on that cursor."""

    def query(name: str, /, **parameters: Any) -> list[Row]:
        return _run(cursor, name, parameters)

    return query


def _identifiers(names: Iterable[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, names))


def _whole(cursor: Cursor, name: str) -> pa.Table:
    """All rows of a table, with the columns and types that the file's has."""
    wanted = schema.columns(name)
    order = "rowid" if name in _WITH_PLACES else wanted.names[0]
    statement = sql.SQL("SELECT {} FROM {} ORDER BY {}").format(
        _identifiers(wanted.names), sql.Identifier(name), sql.Identifier(order)
    )
    columns = list(zip(*cursor.execute(statement).fetchall())) or [()] * len(wanted)
    arrays = [
        pa.array(
            [list(one.items()) if isinstance(one, dict) else one for one in values], field.type
        )
        for field, values in zip(wanted, columns)
    ]
    return pa.Table.from_arrays(arrays, schema=wanted)


def _totals(cursor: Cursor) -> manifest.Manifest:
    """Everything there is, in a transaction that from now on sees one moment."""
    _run(cursor, "read_one_state", {})
    ((version, schema_version),) = _run(cursor, "read_state", {})
    present = manifest.of((version, schema_version), _run(cursor, "totals", {}))
    return replace(present, engine=f"PostgreSQL {cursor.connection.info.server_version}")


def _commit(cursor: Cursor) -> None:
    """Where the connection is lost now nobody knows whether the server has stored it."""
    try:
        cursor.connection.commit()
    except psycopg.Error as error:
        if not cursor.connection.closed:  # the server has said no
            raise
        raise StoreError.of("server_commit_unknown") from error


def _open(root: Root) -> None:
    """Makes the tables that are not there; whoever does not own them only uses them.

    Raises psycopg.Error, StoreError.
    """
    with root.cursor() as cursor:
        ((encoding, collation, is_there, may_make),) = _run(cursor, "read_server", {})
        if not is_there:
            raise StoreError.of("server_schema_missing")
        if encoding != "UTF8" or collation not in _COLLATIONS:
            raise StoreError.of("server_order")
        if may_make:
            _run(cursor, "lock_schema", {})  # until the commit: another server may be starting
            _run(cursor, "create_state", {})
            _run(cursor, "insert_state", {"schema_version": schema.SCHEMA_VERSION})
        ((_, present),) = _run(cursor, "read_state", {})
        _bring_up(cursor, present, may_make)
        for name in (*schema.TABLES, *schema.VIEWS, *_INDEXES) if may_make else ():
            _run(cursor, f"create_{name}", {})
    root.commit()


def _bring_up(cursor: "psycopg.Cursor[Any]", present: int, may_make: bool) -> None:
    """Makes the tables of an older program those of this one. Raises StoreError where they are of a
    newer one, too old, or not this user's.
    """
    if present > schema.SCHEMA_VERSION:
        raise StoreError.of("newer_schema")
    if present < (schema.OLDEST_ON_SERVER if may_make else schema.SCHEMA_VERSION):
        raise StoreError.of("older_schema")
    for older in range(present, schema.SCHEMA_VERSION):
        for name in schema.MIGRATIONS[older]:
            _run(cursor, name, {})
    if present < schema.SCHEMA_VERSION:
        _run(cursor, "update_schema_version", {"schema_version": schema.SCHEMA_VERSION})


def _run(cursor: "psycopg.Cursor[Row]", name: str, parameters: dict[str, Any]) -> list[Row]:
    """Runs a query; gives its rows, none where it has no result."""
    return run(cursor, queries.sql(name, _DIALECT), {"as_of": queries.NOW} | parameters)


def _table(cursor: Cursor, name: str, parameters: dict[str, Any]) -> pa.Table:
    rows = _run(cursor, name, parameters)
    described = cursor.description or []
    columns = list(zip(*rows)) or [()] * len(described)
    return pa.table(
        {
            column.name: _array(column.name, column.type_display, values)
            for column, values in zip(described, columns)
        }
    )


def _array(name: str, type_name: str, values: tuple[Any, ...]) -> "pa.Array[Any]":
    if type_name == "jsonb":
        kind = SCHEMA.field("attributes").type if name == "attributes" else ANSWERS
        return pa.array([list(value.items()) for value in values], kind)
    return pa.array(values, _TYPES[type_name])


def _values(column: "pa.ChunkedArray[Any]") -> list[Any]:
    """The values of a column as COPY takes them."""
    values = column.to_pylist()
    if pa.types.is_map(column.type):
        return [
            None if value is None else json.dumps(dict(value), ensure_ascii=False)
            for value in values
        ]
    return values
