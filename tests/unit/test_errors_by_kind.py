"""What goes wrong with a file is told by kind, whatever language the system speaks: a file in use,
a full disk, a file that may not be opened, damage.

A Windows in Chinese is simulated by its texts and its codes.
"""

import errno
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing

import duckdb
import pytest
from support import WHEN, mentions

from govsvc.domain.errors import GovsvcError, StoreError
from govsvc.security import side_database
from govsvc.security.audit_log import AuditLog
from govsvc.store import Act, connection, disk, file_lock, file_probe, open_store

IN_USE = "另一个程序正在使用此文件，进程无法访问。"
NO_SPACE = "磁盘空间不足。"
DENIED = "拒绝访问。"
#: what Windows says of anything in Chinese; the kind shows from none of these
TEXTS = [IN_USE, NO_SPACE, DENIED, "设备未就绪。", "数据错误(循环冗余检查)。"]

HOLD = """
import duckdb, sys
database = duckdb.connect(sys.argv[1])
print("open", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def database(tmp_path, october_file):
    return shutil.copy(october_file, tmp_path / "a.duckdb")


@pytest.fixture
def held(database):
    """The database while another process has it open."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(database)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout.readline() == b"open\n"
        yield database
        holder.stdin.close()


def in_chinese(monkeypatch, text: str) -> None:
    """DuckDB opens nothing and says why in the words of the system."""

    def connect(path, **_):
        raise duckdb.IOException(f'IO Error: Cannot open file "{path}": {text}')

    monkeypatch.setattr(connection.duckdb, "connect", connect)


def refused(database) -> StoreError:
    with pytest.raises(StoreError) as error:
        open_store(database)
    return error.value


@pytest.mark.parametrize("text", TEXTS)
def test_a_file_in_use_is_in_use_in_any_language(held, monkeypatch, text):
    in_chinese(monkeypatch, text)
    error = refused(held)
    assert error.code == "locked" and not mentions(str(error), "损坏")
    (fault,) = file_probe.faults(held)
    assert fault.facts["error"].code == "locked"


def test_the_lock_is_seen_and_left_as_it_is(held):
    for _ in range(2):
        assert file_lock.is_locked(held)
        with pytest.raises(duckdb.IOException):
            duckdb.connect(str(held)).close()


def test_a_file_that_nobody_has_open_is_not_in_use(database, tmp_path):
    assert not file_lock.is_locked(database)
    assert not file_lock.is_locked(tmp_path / "none.duckdb")


def windows_error(text: str, code: int) -> PermissionError:
    error = PermissionError(errno.EACCES, text)
    error.winerror = code
    return error


@pytest.mark.parametrize("code, is_in_use", [(32, True), (33, True), (5, False), (None, False)])
def test_windows_tells_a_file_in_use_by_its_code(database, monkeypatch, code, is_in_use):
    def rename(*_):
        if code:
            raise windows_error(IN_USE, code)

    monkeypatch.setattr(file_lock.os, "rename", rename)
    assert file_lock._is_shared_out(database) == is_in_use


@pytest.mark.parametrize("text", TEXTS)
def test_damage_is_damage_in_any_language(database, monkeypatch, text):
    in_chinese(monkeypatch, text)
    assert refused(database).code == "unreadable"


@pytest.mark.parametrize("modes, code", [(("rb", "r+b"), "no_access"), (("r+b",), "read_only")])
def test_a_file_that_may_not_be_opened_is_no_damage(database, monkeypatch, modes, code):
    """Windows tells of its permissions only when a file is opened."""
    whole = type(database).open

    def open_file(path, mode="r", *given, **named):
        if path == database and mode in modes:
            raise windows_error(DENIED, 5)
        return whole(path, mode, *given, **named)

    in_chinese(monkeypatch, DENIED)
    monkeypatch.setattr(type(database), "open", open_file)
    assert refused(database).code == code


@pytest.mark.parametrize(
    "answer, code",
    [
        (OSError(errno.ENOSPC, NO_SPACE), "disk_full"),
        (OSError(errno.EDQUOT, "配额不足。"), "disk_full"),
        (windows_error(DENIED, 5), "read_only"),
        (None, "unreadable"),
    ],
)
def test_what_a_disk_refuses_is_found_by_trying(october_store, monkeypatch, answer, code):
    def trial(**_):
        if answer:
            raise answer
        return open(os.devnull, "r+b")

    def query(*_, **__):
        raise duckdb.IOException(f"IO Error: Could not write file: {NO_SPACE}")

    monkeypatch.setattr(disk.tempfile, "TemporaryFile", trial)
    monkeypatch.setattr(disk.os, "fsync", lambda _: None)
    monkeypatch.setattr(connection, "bound", query)
    with pytest.raises(StoreError) as error:
        october_store.version()
    assert error.value.code == code


class FullAtCommit:
    """A cursor whose commit says in Chinese that the disk is full."""

    def __init__(self, cursor):
        self._cursor = cursor

    def commit(self):
        self._cursor.rollback()
        raise duckdb.TransactionException(
            f'TransactionContext Error: Failed to commit: Could not write file "a.wal": {NO_SPACE}'
        )


@pytest.mark.parametrize("is_full, code", [(False, "unreadable"), (True, "disk_full")])
def test_a_commit_that_fails_is_nobody_elses_change(october_store, monkeypatch, is_full, code):
    """A disk that is full at a commit is no conflict with somebody else, though its class is."""
    commit = connection.Connection._commit
    monkeypatch.setattr(
        connection.Connection, "_commit", lambda self, cursor: commit(self, FullAtCommit(cursor))
    )
    monkeypatch.setattr(disk, "refuse_write", lambda *_: None)
    monkeypatch.setattr(disk, "has_little_space", lambda _: is_full)
    with pytest.raises(StoreError) as error:
        october_store.setting_writes.set_fetch_day(
            "city", "2026-11-10", Act("测试", WHEN), expected_version=1
        )
    assert error.value.code == code and october_store.version() == 1


# -- accounts and log --------------------------------------------------------------------


@pytest.mark.parametrize(
    "code, expected",
    [
        (sqlite3.SQLITE_BUSY, "side_busy"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, "side_busy"),
        (sqlite3.SQLITE_FULL, "disk_full"),
        (sqlite3.SQLITE_READONLY_DIRECTORY, "side_unwritable"),
        (sqlite3.SQLITE_CANTOPEN, "side_unwritable"),
        (sqlite3.SQLITE_IOERR_WRITE, "side_unwritable"),
        (sqlite3.SQLITE_CORRUPT, "side_damaged"),
        (sqlite3.SQLITE_NOTADB, "side_damaged"),
    ],
)
def test_faults_of_accounts_and_log_are_told_by_code(tmp_path, monkeypatch, code, expected):
    def connect(*_, **__):
        error = sqlite3.OperationalError("系统出错。")
        error.sqlite_errorcode = code
        raise error

    log = AuditLog(tmp_path / "a.duckdb")
    monkeypatch.setattr(side_database.sqlite3, "connect", connect)
    with pytest.raises(GovsvcError) as error:
        log.count()
    assert error.value.code == expected


@pytest.mark.parametrize(
    "code, expected", [(errno.ENOSPC, "disk_full"), (errno.EACCES, "side_unwritable")]
)
def test_faults_of_the_system_are_told_by_code(tmp_path, monkeypatch, code, expected):
    def fails(*_, **__):
        raise OSError(code, "系统出错。")

    log = AuditLog(tmp_path / "a.duckdb")
    monkeypatch.setattr(side_database.os, "open", fails)
    with pytest.raises(GovsvcError) as error:
        log.count()
    assert error.value.code == expected


def test_a_log_that_another_writes_is_busy(tmp_path, monkeypatch):
    log = AuditLog(tmp_path / "a.duckdb")
    log.count()
    monkeypatch.setattr(side_database, "_PATIENCE", 0)
    with closing(sqlite3.connect(log.path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(GovsvcError) as error:
            log.count()
    assert error.value.code == "side_busy"
