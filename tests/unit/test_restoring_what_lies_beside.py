"""Restoring accounts and 操作日志: backups stay as they are, what failed can be run again."""

import errno
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from support import WHEN, backed_up

from govsvc.admin import backup
from govsvc.admin.backup import restoring
from govsvc.domain.errors import GovsvcError
from govsvc.security import COMMAND_LINE, UPLOADER, audit_archives, audit_kinds
from govsvc.security.accounts import Accounts
from govsvc.security.accounts_database import AccountsDatabase
from govsvc.security.audit_head import HeadFile
from govsvc.security.audit_log import AuditLog
from govsvc.store import copies, open_store
from govsvc.store.copies import Copy

#: what an older program had not: in the accounts, in the 操作日志
NEWEST_TABLES = {".access.sqlite": "person", ".audit.sqlite": "visitor_download"}


@pytest.fixture
def made(tmp_path, october_file, monkeypatch) -> Copy:
    """A backup of a database with the account 李四 and a log with an archive."""
    monkeypatch.setattr(audit_archives, "FULL", 3)
    path = Path(shutil.copy(october_file, tmp_path / "a.duckdb"))
    Accounts(path).add("李四", UPLOADER, [], COMMAND_LINE, WHEN)
    for _ in range(5):
        AuditLog(path).add(audit_kinds.DOWNLOADED, WHEN, actor="李四", source="")
    assert AuditLog(path).archives
    copy = backed_up(open_store(path))
    open_store(path).close()
    return copy


@pytest.fixture
def new(made, tmp_path) -> tuple[Path, Path]:
    """(database, backup) on a new machine, to which the backups alone were brought."""
    backups = shutil.copytree(made.path.parent, tmp_path / "new" / "backups")
    return tmp_path / "new" / "a.duckdb", backups / made.path.name


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}


def as_of_before(source: Path) -> None:
    """Makes what lies beside the backup such as a program made it that had fewer tables."""
    copy = copies.read(source)
    for suffix, table in NEWEST_TABLES.items():
        path = source.with_name(source.stem + suffix)
        with closing(sqlite3.connect(path)) as connection:
            connection.execute(f"DROP TABLE {table}")
            connection.execute("VACUUM")
        copy.beside[path.name] = copies.sha256(path)
    copies.note(copy)


@pytest.mark.parametrize("is_older", [False, True])
@pytest.mark.parametrize("kind", ["data", "accounts", "log", "both", "only accounts"])
def test_a_restore_changes_no_byte_of_a_backup(new, is_older, kind, monkeypatch):
    path, source = new
    if is_older:
        as_of_before(source)
    if not (is_older and kind == "both"):  # one whole check of the copies will do
        monkeypatch.setattr(backup, "examine", lambda _: backup.Examined())
    before = contents(source.parent)
    if kind == "only accounts":
        restoring.restore(path, source, WHEN)
        restoring.restore_accounts(path, source, WHEN)
    else:
        with_accounts, with_log = kind in ("accounts", "both"), kind in ("log", "both")
        restoring.restore(path, source, WHEN, COMMAND_LINE, with_accounts, with_log)
    assert contents(source.parent) == before and not backup.faults(source)
    if kind in ("log", "both"):
        assert AuditLog(path).count(kind=audit_kinds.DOWNLOADED) == 5
        assert AuditLog(path).visitor_downloads() == 0 and AuditLog(path).faults() == []
    if kind in ("accounts", "both", "only accounts"):
        assert Accounts(path).get("李四").role == UPLOADER
        assert AccountsDatabase(path).rows("read_person", name="李四") == []
    open_store(path).close()


def test_a_backup_whose_viewing_is_switched_off_is_not_changed_by_that(new, monkeypatch):
    path, source = new
    accounts = Accounts(source)
    accounts.settings.set("is_open", "no", "查看权限", COMMAND_LINE, WHEN)
    as_of_before(source)
    monkeypatch.setattr(backup, "examine", lambda _: backup.Examined())
    before = contents(source.parent)
    restoring.restore(path, source, WHEN)
    assert contents(source.parent) == before
    store = open_store(path)
    assert store.settings.access().is_closed
    store.close()


def _no_space(*_, **__):
    raise OSError(errno.ENOSPC, "No space left on device")


def _data_not_copied(patch):
    copyfile = shutil.copyfile

    def fails_for_data(source, target):
        return _no_space() if str(target).endswith(".restore") else copyfile(source, target)

    patch.setattr(shutil, "copyfile", fails_for_data)


def _data_not_replaced(patch):
    patch.setattr(restoring, "replace_file", _no_space)


def _log_not_copied(patch):
    patch.setattr("govsvc.security.side_database.sync", _no_space)


def _head_not_written(patch):
    write_bytes = Path.write_bytes

    def fails_for_head(target, content):
        return _no_space() if target.suffix == ".head" else write_bytes(target, content)

    patch.setattr(Path, "write_bytes", fails_for_head)


def _entry_not_added(patch):
    def fails(*_):
        raise GovsvcError("不能写入。", "请检查。", "side_unwritable")

    patch.setattr(HeadFile, "write", fails)


@pytest.mark.parametrize(
    "fail",
    [_data_not_copied, _data_not_replaced, _log_not_copied, _head_not_written, _entry_not_added],
)
def test_a_restore_with_the_log_that_failed_can_be_run_again(new, fail, monkeypatch):
    path, source = new
    monkeypatch.setattr(backup, "examine", lambda _: backup.Examined())
    with monkeypatch.context() as patch, pytest.raises(GovsvcError) as error:
        fail(patch)
        restoring.restore(path, source, WHEN, COMMAND_LINE, True, True)
    assert error.value.code != "log_is_there"
    left = {file.name for file in path.parent.glob("a.audit*")}
    assert not left and not path.exists()
    restoring.restore(path, source, WHEN, COMMAND_LINE, True, True)
    log = AuditLog(path)
    assert log.count(kind=audit_kinds.DOWNLOADED) == 5 and log.faults() == []
    assert log.count(kind=audit_kinds.RESTORED) == 1 and not log.count(kind=audit_kinds.NOT_SAVED)
    open_store(path).close()
