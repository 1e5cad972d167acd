"""A database file that is not the one in use, looked at without changing it."""

from pathlib import Path
from typing import Any

import duckdb

from govsvc.domain.errors import StoreError
from govsvc.store import integrity, manifest, schema
from govsvc.store.connection import CONFIG, totals
from govsvc.store.database_errors import not_opened, not_read
from govsvc.store.integrity import Fault
from govsvc.store.queries import Row, bound


def faults(path: Path) -> list[Fault]:
    """What is wrong with that file; empty where all is well. Every value in it is read.

    Of an older schema only the file itself is looked at: it is read when it has been brought up.
    Raises StoreError where the schema is newer than this program, or older than it accepts.
    """
    try:
        database = _opened(path)
    except duckdb.Error as error:
        return [_not_readable(not_opened(error, path, is_read_only=True))]
    try:
        return _faults(database, path)
    except ValueError:
        return [Fault("manifest_damaged")]
    except duckdb.Error as error:
        return [_not_readable(not_read(error, path))]
    finally:
        database.close()


def _faults(database: duckdb.DuckDBPyConnection, path: Path) -> list[Fault]:
    """Raises ValueError where the manifest is damaged, duckdb.Error where the file is."""
    _, present = schema.state(database)
    if present > schema.SCHEMA_VERSION:
        raise StoreError.of("newer_backup")
    if present < schema.OLDEST_SCHEMA:
        raise StoreError.of("older_backup")
    if present < schema.SCHEMA_VERSION:
        return []
    noted = manifest.read(manifest.beside(path))
    unlike = manifest.differences(noted, totals(database)) if noted else manifest.Differences()

    def query(name: str, /, **parameters: Any) -> list[Row]:
        return database.execute(*bound(name, parameters)).fetchall()

    return [
        *([Fault("unlike", {"months": unlike.months, "tables": unlike.tables})] if unlike else []),
        *integrity.faults(query),
    ]


def _not_readable(error: StoreError) -> Fault:
    return Fault("not_readable", {"error": error})


def _opened(path: Path) -> duckdb.DuckDBPyConnection:
    database = duckdb.connect(str(path), read_only=True, config=CONFIG)
    database.execute("SET lock_configuration = true")
    return database
