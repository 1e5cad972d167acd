"""The 操作日志 removed together with its head file: data and backups know where it ended."""

import shutil
import sqlite3

import duckdb
import pytest
from support import WHEN, backed_up, import_golden, mentions

import app
from govsvc.__main__ import main
from govsvc.admin import backup, maintenance
from govsvc.admin.backup import restoring
from govsvc.domain.errors import StoreError
from govsvc.security import COMMAND_LINE, audit_kinds
from govsvc.security.audit_log import AuditLog
from govsvc.store import open_store
from govsvc.store.values import Act

BULLETIN = "06_city_bulletin_differs.csv"


@pytest.fixture
def log(tmp_path) -> AuditLog:
    return AuditLog(tmp_path / "a.duckdb")


@pytest.fixture
def store(log, tmp_path, october_file):
    """Golden 01 with a log of five entries; the last one is of a write."""
    opened = open_store(shutil.copy(october_file, tmp_path / "a.duckdb"))
    for _ in range(4):
        log.add(audit_kinds.DOWNLOADED, WHEN, actor="王五", source="10.0.0.9")
    store = opened.acting(COMMAND_LINE, log)
    import_golden(store, BULLETIN)
    yield store
    opened.close()


def remove(log: AuditLog) -> None:
    log.path.unlink()
    log.path.with_name("a.audit.head").unlink()


def stored_in(path) -> tuple[int, str]:
    """What the data know of the log, read without the program."""
    with duckdb.connect(str(path), read_only=True) as connection:
        ((number, digest),) = connection.execute("SELECT number, hash FROM log_end").fetchall()
    return number, digest


def test_the_data_and_each_backup_know_the_log_as_of_the_last_commit(store, log):
    with sqlite3.connect(log.path) as connection:
        last = connection.execute("SELECT number, hash FROM log_entry WHERE number = 5").fetchone()
    made = backed_up(store)
    store.close()
    assert stored_in(store.path) == stored_in(made.path) == last
    assert AuditLog(made.path).head == last


def test_what_a_failed_commit_noted_is_not_taken_for_a_commit(store, log, monkeypatch):
    known = store.log_end()

    def fail(*_):
        raise StoreError("磁盘坏了。", "")

    with monkeypatch.context() as patch:
        patch.setattr("govsvc.store.connection.totals", fail)
        with pytest.raises(StoreError):
            store.clear(Act("", WHEN), expected_version=store.version())
    assert store.log_end() == known and log.end(maintenance.known_log_ends(store)).fault == ""
    store.clear(Act("", WHEN), expected_version=store.version())
    assert store.log_end().number == log.end().number > known.number


@pytest.mark.parametrize("is_begun_anew", [False, True])
def test_check_notices_it(store, log, capsys, is_begun_anew):
    path = store.path
    store.close()
    assert main(["check", "--database", str(path)]) == 0
    remove(log)
    if is_begun_anew:
        log.add(audit_kinds.SIGNED_IN, WHEN, actor="王五", source="10.0.0.9")
    capsys.readouterr()
    assert main(["check", "--database", str(path)]) == 1
    assert mentions(capsys.readouterr().err, "操作日志", "数据记着", "5条", "留证", "1处问题")


def test_the_start_says_it_and_says_nothing_else(store, log, capsys, caplog):
    app._tell_of_log(store.path)
    assert capsys.readouterr().out == "" and not caplog.records
    remove(log)
    app._tell_of_log(store.path)
    assert mentions(capsys.readouterr().out, "操作日志文件缺失", "数据记着有5条", "留证")
    assert mentions(caplog.text, "操作日志文件缺失")
    assert not log.path.exists()  # looking makes no new one


def test_the_next_write_says_it_in_the_log_for_ever(store, log):
    remove(log)
    for _ in range(2):
        log.add(audit_kinds.SIGNED_IN, WHEN, actor="王五", source="10.0.0.9")
    store.clear(Act("", WHEN), expected_version=store.version())
    entries = log.entries()
    assert [(entry.number, entry.kind) for entry in entries] == [
        (7, audit_kinds.CLEARED),
        (6, audit_kinds.BROKEN),
        (2, audit_kinds.SIGNED_IN),
        (1, audit_kinds.SIGNED_IN),
    ]
    assert mentions(entries[1].after, "数据记着", "5条", "只有2条")
    assert mentions(*maintenance.check(store.path)["faults"], "缺少第3条至第5条")
    assert log.count(kind=audit_kinds.BROKEN) == 1


def test_one_of_the_same_length_that_was_forged_is_noticed(store, log):
    remove(log)
    for _ in range(9):
        log.add(audit_kinds.DOWNLOADED, WHEN, actor="李四", source="10.0.0.9")
    assert mentions(*maintenance.check(store.path)["faults"], "第5条", "与数据不一致")
    assert mentions(maintenance.log_fault(store.path), "第5条", "与数据不一致")


def test_where_the_data_are_replaced_too_the_backup_knows(store, log, october_file):
    made = backed_up(store)
    store.close()
    remove(log)
    shutil.copy(october_file, store.path)
    shutil.copy(
        october_file.with_name(f"{october_file.name}.manifest.json"),
        store.path.with_name("a.duckdb.manifest.json"),
    )
    log.add(audit_kinds.SIGNED_IN, WHEN, actor="王五", source="10.0.0.9")
    faults = maintenance.check(store.path)["faults"]
    assert mentions(*faults, made.path.name, "5条", "只有1条")


def test_restoring_earlier_data_is_no_fault(store, log):
    made = backed_up(store)
    store.clear(Act("", WHEN), expected_version=store.version())
    store.close()
    restoring.restore(store.path, made.path, WHEN)
    assert maintenance.check(store.path)["faults"] == []
    again = open_store(store.path).acting(COMMAND_LINE, log)
    again.clear(Act("", WHEN), expected_version=again.version())
    again.close()
    assert log.count(kind=audit_kinds.BROKEN) == 0 and backup.last_checked(store.path)
