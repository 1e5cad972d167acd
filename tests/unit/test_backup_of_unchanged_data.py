"""Nightly backups copy nothing that has not changed; archives of the 操作日志 are copied once."""

import os
import shutil
from datetime import timedelta

import pytest
from support import WHEN, backed_up, import_golden, mentions

from govsvc.admin import backup, maintenance
from govsvc.admin.backup import beside, restoring
from govsvc.security import COMMAND_LINE, UPLOADER, audit_archives, audit_kinds
from govsvc.security.accounts_database import AccountsDatabase
from govsvc.security.audit_log import AuditLog
from govsvc.security.sessions import Sessions
from govsvc.store import copies, open_store

DAY = timedelta(days=1)


@pytest.fixture
def store(tmp_path, october_file):
    opened = open_store(shutil.copy(october_file, tmp_path / "a.duckdb"))
    Sessions(opened.path).accounts.add("李四", UPLOADER, [], COMMAND_LINE, WHEN)
    yield opened.acting(COMMAND_LINE, AuditLog(opened.path))
    opened.close()


def night(store, number: int, **options) -> copies.Copy:
    return backed_up(store, WHEN + number * DAY, backup.NIGHTLY, **options)


def is_one_file(one: copies.Copy, other: copies.Copy) -> bool:
    return os.path.samefile(one.path, other.path)


def test_a_night_without_changes_shares_the_file_of_the_last_one(store):
    first, second = night(store, 0), night(store, 1)
    assert is_one_file(first, second) and second.same_as == first.path.name
    assert (second.version, second.rows, second.size, second.sha256) == (
        first.version,
        first.rows,
        first.size,
        first.sha256,
    )
    assert copies.read(second.path) == second and backup.existing(store.path) == [second, first]
    assert not backup.faults(second.path)
    assert os.path.samefile(AccountsDatabase(first.path).path, AccountsDatabase(second.path).path)
    told = AuditLog(store.path).entries(kind=audit_kinds.BACKED_UP)
    assert mentions(told[0].after, first.path.name, "没有另存") and "另存" not in told[1].after


def test_a_night_with_changes_has_files_of_its_own(store):
    first = night(store, 0)
    import_golden(store, "06_city_bulletin_differs.csv")
    Sessions(store.path).accounts.add("赵六", UPLOADER, [], COMMAND_LINE, WHEN)
    second = night(store, 1)
    assert not is_one_file(first, second) and second.version == first.version + 1
    assert second.same_as == "" and second.sha256 == copies.sha256(second.path)
    assert not os.path.samefile(
        AccountsDatabase(first.path).path, AccountsDatabase(second.path).path
    )


def test_one_made_by_hand_has_a_file_of_its_own(store):
    first = night(store, 0)
    assert not is_one_file(first, backed_up(store, WHEN + DAY))


@pytest.mark.parametrize("harm", ["changed", "gone", "unchecked"])
def test_a_last_backup_that_is_not_whole_is_not_shared(store, harm):
    first = night(store, 0)
    if harm == "changed":
        first.path.write_bytes(first.path.read_bytes()[:-1] + b"x")
    elif harm == "gone":
        first.path.unlink()
    else:
        copies.note(copies.replace(first, is_checked=False))
    second = backup.make(store, why=backup.NIGHTLY, when=WHEN + DAY)
    assert second.same_as == "" and second.is_checked and not backup.faults(second.path)


def test_where_the_disk_cannot_share_files_they_are_copied(store, monkeypatch):
    first = night(store, 0)

    def unable(*_):
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(os, "link", unable)
    second = night(store, 1)
    assert not is_one_file(first, second) and second.same_as == ""
    assert not backup.faults(second.path)


def test_a_backup_that_goes_takes_nothing_from_one_that_shared_its_file(store):
    first = night(store, 0)
    second = night(store, 1, retention=backup.Retention(1, 1, 1))
    assert not first.path.exists() and not backup.faults(second.path)
    store.close()
    assert restoring.restore(store.path, second.path, WHEN + 2 * DAY).version == 1


# -- archives of the 操作日志 ------------------------------------------------------------


@pytest.fixture
def archived(store, monkeypatch):
    """A store whose log has one archive of five entries, which a backup has copied."""
    monkeypatch.setattr(audit_archives, "FULL", 5)
    for _ in range(6):
        AuditLog(store.path).add(audit_kinds.DOWNLOADED, WHEN, actor="王五", source="")
    night(store, 0)
    return store


def in_backups(store) -> list:
    return list(copies.folder(store.path).glob("a.audit-*"))


def test_an_archive_is_copied_once_for_all_backups(archived):
    (own,) = AuditLog(archived.path).archives
    (copied,) = in_backups(archived)
    assert copied.name == own.path.name and copied.read_bytes() == own.path.read_bytes()
    before = copied.stat()
    second = night(archived, 1)
    assert copied.stat() == before and not os.path.samefile(own.path, copied)
    assert copied.name not in second.beside and maintenance.check(archived.path)["faults"] == []


def test_an_archive_stays_when_backups_go(archived):
    night(archived, 40, retention=backup.Retention(1, 1, 1))
    assert len(backup.existing(archived.path)) == 1 and len(in_backups(archived)) == 1


def test_check_notices_a_changed_copy_of_an_archive(archived):
    (copied,) = in_backups(archived)
    copied.chmod(0o600)
    copied.write_bytes(copied.read_bytes() + b"x")
    (fault,) = maintenance.check(archived.path)["faults"]
    assert mentions(fault, copied.name, "不同")


def test_on_a_new_machine_an_earlier_log_comes_back_with_its_own_archives(archived, tmp_path):
    for _ in range(7):  # after that backup another archive is made
        AuditLog(archived.path).add(audit_kinds.DOWNLOADED, WHEN, actor="王五", source="")
    first = backup.existing(archived.path)[0]
    night(archived, 1)
    copied = shutil.copytree(copies.folder(archived.path), tmp_path / "new" / "backups")
    assert len(list(copied.glob("a.audit-*"))) == 2
    new = tmp_path / "new" / "a.duckdb"
    restoring.restore(new, copied / first.path.name, WHEN + 2 * DAY, COMMAND_LINE, True, True)
    log = AuditLog(new)
    assert log.entries()[-7:] == AuditLog(archived.path).entries()[-7:]
    assert log.faults() == [] and [archive.last for archive in log.archives] == [5]
    assert log.end().fault == ""
    open_store(new).close()


def test_an_archive_that_cannot_be_copied_is_named(archived, monkeypatch):
    (copied,) = in_backups(archived)
    copied.unlink()

    def unable(*_):
        raise OSError(13, "Permission denied")

    monkeypatch.setattr(shutil, "copyfile", unable)
    made = night(archived, 1)
    (text,) = beside.left_out(archived.path, made)
    assert mentions(text, copied.name, "未备份") and not copied.exists()
