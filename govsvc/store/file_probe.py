"""A database file that is not the one in use, looked at without changing it."""

from pathlib import Path

import duckdb

from govsvc.domain.errors import StoreError
from govsvc.store import integrity, manifest
from govsvc.store.connection import CONFIG, OLDEST_SCHEMA, SCHEMA_VERSION, bound, sql, totals
from govsvc.store.sentences import translated


def is_in_use(path: Path) -> bool:
    """Whether a process has the file open to write."""
    try:
        _opened(path).close()
    except duckdb.Error as error:
        return translated(error, path).code == "locked"
    return False


def faults(path: Path) -> list[str]:
    """One Chinese sentence for each thing wrong with that file; empty where all is well.

    Every value in it is read.

    Of an older schema only the file itself is looked at: it is read when it has been brought up.
    Raises StoreError where the schema is newer than this program, or older than it accepts.
    """
    try:
        database = _opened(path)
    except duckdb.Error as error:
        return [translated(error, path).title]
    try:
        schema = database.execute(sql("read_state")).fetchone()[1]
        if schema > SCHEMA_VERSION:
            raise StoreError(
                "这份备份由更新版本的程序建立，本程序不能使用。", "请先升级程序。", "newer_schema"
            )
        if schema < OLDEST_SCHEMA:
            raise StoreError(
                "这份备份由过旧版本的程序建立，本程序不能使用。",
                "请换用本系统建立的备份。",
                "older_schema",
            )
        if schema < SCHEMA_VERSION:
            return []
        noted = manifest.read(manifest.beside(path))
        unlike = manifest.differences(noted, totals(database)) if noted else []
        found = [f"与保存时不一致：{'、'.join(unlike)}。"] if unlike else []
        return found + integrity.faults(
            lambda name, /, **parameters: database.execute(*bound(name, parameters)).fetchall()
        )
    except ValueError:
        return ["核对清单已损坏。"]
    except duckdb.Error as error:
        return [translated(error, path).title]
    finally:
        database.close()


def _opened(path: Path) -> duckdb.DuckDBPyConnection:
    database = duckdb.connect(str(path), read_only=True, config=CONFIG)
    database.execute("SET lock_configuration = true")
    return database
