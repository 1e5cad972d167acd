"""The database file: opened once a process, one cursor a call, one write at a time. The only room that knows duckdb."""

import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow

from govsvc.errors import StaleVersion, StoreError

SCHEMA_VERSION = 3
#: until_version of what is in force; the data version that reads see where none is asked for is the one before it
FOREVER = 2**63 - 1
NOW = FOREVER - 1
SQL_FOLDER = Path(__file__).resolve().parent.parent / "sql"
TABLES = ("state", "setting", "batch", "batch_file", "entry_row", "combination", "snapshot", "target", "header_choice", "value_choice",
          "operation", "submission", "month_state", "edition", "rule_version", "original", "unit")
VIEWS = ("entry", "fact")
#: older schema → the queries that make the next one of it
MIGRATIONS = {
    1: ("keep_entry_1", "keep_fact_1", "create_entry_row_2", "create_combination_2", "migrate_1_combinations", "migrate_1_rows",
        "migrate_1_absent_combinations", "migrate_1_absent", "drop_entry_1", "drop_fact_1"),
    2: ("drop_entry_view_2", "drop_fact_view_2", "keep_entry_row_2", "keep_combination_2", "keep_snapshot_2", "keep_target_2",
        "create_entry_row", "create_combination", "create_snapshot", "create_target", "create_operation",
        "migrate_2_combinations", "migrate_2_rows", "migrate_2_snapshots", "migrate_2_targets", "migrate_2_operations",
        "drop_entry_row_2", "drop_combination_2", "drop_snapshot_2", "drop_target_2"),
}

# The file alone: no other file, no network, no extension is ever loaded. 512 MB and two threads lose nothing here.
_CONFIG = {"enable_external_access": "false", "autoload_known_extensions": "false", "autoinstall_known_extensions": "false",
           "python_enable_replacements": "false", "memory_limit": "512MB", "threads": "2"}


@cache
def sql(name: str) -> str:
    """The text of one query of govsvc/sql."""
    return (SQL_FOLDER / f"{name}.sql").read_text(encoding="utf-8")


def translated(error: duckdb.Error, path: Path) -> StoreError:
    """The Chinese sentence for what DuckDB says; the data of before are intact in every case."""
    text = str(error)
    if "lock" in text and isinstance(error, duckdb.IOException):
        return StoreError("数据库正被另一个程序使用。", "请先关闭正在运行的看板或导入命令，再试一次。", "locked")
    if "No space left" in text or "out of space" in text.lower():
        return StoreError("磁盘空间不足，数据未保存。", "请清理磁盘后重新导入。", "disk_full")
    if "Permission denied" in text or "read-only" in text.lower():
        return StoreError(f"无法写入数据库文件：{path.name}。", "请检查所在文件夹是否只读。", "read_only")
    if isinstance(error, (duckdb.IOException, duckdb.SerializationException)) or "not a valid DuckDB" in text:
        return StoreError(f"无法打开数据库文件：{path.name}。", "文件可能不是本系统的数据库或已损坏，请换用备份。", "unreadable")
    if isinstance(error, duckdb.TransactionException):
        return StaleVersion("数据刚被他人更新，本次未保存。", "请重新核对差异后再确认。", "stale")
    return StoreError("数据库未能完成操作，数据未改变。", "请重试；若仍出现，请把日志交给技术人员。", "database")


def _bound(name: str, parameters: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """A query with those parameters that it has. The data version that it sees is the present one where none is given."""
    text = sql(name)
    return text, {key: value for key, value in ({"as_of": NOW} | parameters).items() if key in _names(text)}


@cache
def _names(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\$(\w+)", text))


class Connection:
    """One open database file.

    Raises StoreError where the file cannot be opened, is locked by another process or has a newer schema.
    """

    def __init__(self, path: Path):
        self.path = path
        self._lock = threading.RLock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"无法建立数据库所在的文件夹：{path.parent}。", "请检查路径是否正确、是否有写入权限。", "read_only") from error
        try:
            self._root = duckdb.connect(str(path), config=_CONFIG)
            self._root.execute("SET lock_configuration = true")
            self._root.execute(sql("create_state"))
            self._root.execute(sql("insert_state"), {"schema_version": SCHEMA_VERSION})
            found = self._root.execute(sql("read_state")).fetchone()[1]
            if found in MIGRATIONS:
                self._migrate(found)
            if found <= SCHEMA_VERSION:
                for table in (*TABLES, *VIEWS):
                    self._root.execute(sql(f"create_{table}"))
        except duckdb.Error as error:
            raise translated(error, path) from error
        if found > SCHEMA_VERSION:
            self._root.close()
            raise StoreError("数据库由更新版本的程序建立，本程序不能打开。", "请升级程序后再打开。", "newer_schema")

    def _migrate(self, found: int) -> None:
        """Brings an older database to this schema in one transaction; a copy of the file as it was stays beside it."""
        self._root.execute("CHECKPOINT")
        try:
            shutil.copyfile(self.path, self.path.with_name(f"{self.path.name}.schema{found}"))
        except OSError as error:
            self._root.close()
            raise StoreError("升级数据库前未能备份，数据库未改变。", "请检查所在文件夹能否写入、磁盘空间是否足够，再打开。", "not_backed_up") from error
        self._root.begin()
        try:
            for schema in range(found, SCHEMA_VERSION):
                for name in MIGRATIONS[schema]:
                    self._root.execute(sql(name))
            self._root.execute(sql("update_schema_version"), {"schema_version": SCHEMA_VERSION})
            self._root.commit()
        except BaseException:
            self._root.rollback()
            raise

    def close(self) -> None:
        """Closes the file; waits for a write under way."""
        with self._lock:
            self._root.close()

    def rows(self, name: str, /, **parameters: Any) -> list[tuple]:
        """All rows of one query.

        Raises StoreError.
        """
        try:
            with self._root.cursor() as cursor:
                return cursor.execute(*_bound(name, parameters)).fetchall()
        except duckdb.Error as error:
            raise translated(error, self.path) from error

    @contextmanager
    def transaction(self, expected_version: int) -> Iterator["Transaction"]:
        """One write: all of it or nothing.

        The version row is raised first and checked against `expected_version`, so that of two writers that saw the same
        data one fails. Raises StaleVersion for that one, StoreError for what the database refuses; nothing is stored then.
        """
        with self._lock:
            cursor = self._root.cursor()
            try:
                cursor.begin()
                try:
                    raised = cursor.execute(sql("raise_version"), {"expected": expected_version}).fetchone()
                    if raised is None:
                        raise StaleVersion("数据刚被他人更新，本次未保存。", "请重新核对差异后再确认。", "stale")
                    yield Transaction(cursor, raised[0])
                    cursor.commit()
                except BaseException:
                    cursor.rollback()
                    raise
                with suppress(duckdb.TransactionException):  # a reader is under way: the commit stands in the WAL
                    self._root.execute("CHECKPOINT")  # a damaged WAL would open silently with fewer commits
            except duckdb.Error as error:
                raise translated(error, self.path) from error
            finally:
                cursor.close()


class Transaction:
    """The queries of one write. `version` is the data version it makes; a query that has $version is given it."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, version: int):
        self._cursor = cursor
        self.version = version

    def rows(self, name: str, /, **parameters: Any) -> list[tuple]:
        return self._cursor.execute(*_bound(name, {"version": self.version} | parameters)).fetchall()

    def run_with(self, view: str, table: pyarrow.Table, *names: str, **parameters: Any) -> None:
        """Runs queries that read `table` under the name `view`."""
        self._cursor.register(view, table)
        try:
            for name in names:
                self.rows(name, **parameters)
        finally:
            self._cursor.unregister(view)
