"""Accounts and 操作日志 in backups: what is copied, restored, checked, and what is logged."""

import json
import shutil
import sqlite3
import stat
import threading
from datetime import datetime, timedelta

import pytest
from support import WHEN, backed_up, few, import_golden, mentions

from govsvc.__main__ import main
from govsvc.admin import backup, maintenance
from govsvc.admin.backup import restoring, troubles
from govsvc.domain.errors import GovsvcError, NotAllowed, StoreError
from govsvc.security import ADMINISTRATOR, COMMAND_LINE, UPLOADER, VIEWER, Actor, audit_kinds
from govsvc.security.accounts_database import AccountsDatabase
from govsvc.security.audit_log import AuditLog
from govsvc.security.sessions import Sessions
from govsvc.store import copies, open_store
from govsvc.system import clock
from pages._server.nightly_backup import NightlyBackup

ADMIN = Actor("王主任", ADMINISTRATOR, (), "10.0.0.9", "王主任")


@pytest.fixture
def store(tmp_path, october_file):
    """Golden 01, an account 李四 who is signed in, and a log of that."""
    store_of_golden = open_store(shutil.copy(october_file, tmp_path / "a.duckdb"))
    sessions = Sessions(store_of_golden.path)
    sessions.sign_in(
        "李四", sessions.accounts.add("李四", UPLOADER, [], COMMAND_LINE, WHEN), "10.0.0.5", WHEN
    )
    yield store_of_golden
    store_of_golden.close()


@pytest.fixture
def log(store) -> AuditLog:
    return AuditLog(store.path)


def acting(store):
    return store.acting(ADMIN, AuditLog(store.path))


def make(store, *arguments, **options):
    return backed_up(acting(store), *arguments, **options)


# -- what a backup holds -----------------------------------------------------------------


def test_the_accounts_and_the_log_are_copied_and_nobody_else_may_read_them(store, log):
    entries = log.entries()
    made = backup.make(acting(store), why=backup.BY_HAND, when=WHEN)
    copied = [made.path.with_name(name) for name in made.beside]
    assert sorted(path.name.removeprefix(made.path.stem) for path in copied) == [
        ".access.sqlite",
        ".audit.head",
        ".audit.sqlite",
    ]
    assert (
        AuditLog(made.path).entries() == entries
        and AuditLog(made.path).faults() == []
        and Sessions(made.path).accounts.get("李四").role == UPLOADER
    )
    assert all(
        stat.S_IMODE(path.stat().st_mode) == 0o600 for path in copied if path.suffix == ".sqlite"
    )
    assert (
        made.is_checked
        and copies.read(made.path) == made
        and not backup.faults(made.path)
        and backup.existing(store.path) == [made]
    )


def test_the_log_is_copied_whole_while_others_write_to_it(store, log):
    begun, stop = threading.Event(), threading.Event()

    def write():
        while not stop.is_set():
            log.add(audit_kinds.DOWNLOADED, WHEN, actor="张三", source="")
            begun.set()

    writers = [threading.Thread(target=write) for _ in range(2)]
    for writer in writers:
        writer.start()
    assert begun.wait(20)
    made = [make(store, WHEN + timedelta(minutes=turn)) for turn in range(3)]
    stop.set()
    for writer in writers:
        writer.join()
    assert (
        all(AuditLog(copy.path).faults() == [] and AuditLog(copy.path).count() > 2 for copy in made)
        and log.faults() == []
    )


@pytest.mark.parametrize(
    "damage",
    few(
        [
            (".access.sqlite", "gone"),
            (".audit.sqlite", "changed"),
            (".audit.head", "gone"),
            (".access.sqlite", "changed"),
            (".audit.sqlite", "gone"),
            (".audit.head", "changed"),
        ],
        3,
    ),
)
def test_a_copy_that_is_damaged_is_noticed(store, damage):
    suffix, harm = damage
    made = make(store)
    path = made.path.with_name(made.path.stem + suffix)
    path.unlink() if harm == "gone" else path.write_bytes(path.read_bytes() + b"x")
    fault_text = "缺失" if harm == "gone" else "与备份时不同"
    assert [fault_text in fault and path.name in fault for fault in backup.faults(made.path)] == [
        True
    ]
    assert any(fault_text in fault for fault in maintenance.check(store.path)["faults"])


def test_a_damaged_log_does_not_keep_the_data_from_being_backed_up(store, log):
    log.path.write_bytes(b"no database" * 1000)
    made = maintenance.back_up(store, WHEN)
    copy = backup.last_checked(store.path)
    assert mentions(made["trouble"], "操作日志")
    assert list(copy.beside) == [f"{copy.path.stem}.access.sqlite"]


def test_what_need_not_stay_goes_with_all_that_lies_beside_it(store):
    first = make(store, WHEN - timedelta(days=3), backup.NIGHTLY)
    make(store, why=backup.NIGHTLY, retention=backup.Retention(1, 1, 1))
    assert not [
        path for path in first.path.parent.iterdir() if path.name.startswith(first.path.stem)
    ]
    assert len(list(first.path.parent.iterdir())) == 6


def test_backups_of_before_are_read_kept_and_dropped_as_they_were(store):
    made = make(store, WHEN - timedelta(days=3), backup.NIGHTLY)
    for name in made.beside:
        made.path.with_name(name).unlink()
    note = made.path.with_name(f"{made.path.name}.json")
    note.write_text(
        json.dumps(
            {key: value for key, value in json.loads(note.read_text()).items() if key != "beside"}
        )
    )
    assert (
        backup.existing(store.path)[0].beside == {}
        and not backup.faults(made.path)
        and backup.last_checked(store.path).path == made.path
    )
    make(store, why=backup.NIGHTLY, retention=backup.Retention(1, 1, 1))
    assert not made.path.exists() and not note.exists()


# -- what the log is told ----------------------------------------------------------------


def test_a_backup_is_told_with_who_and_from_where(store, log):
    made = make(store)
    entry = log.entries()[0]
    assert (entry.kind, entry.actor, entry.source, entry.subject) == (
        audit_kinds.BACKED_UP,
        "王主任",
        "10.0.0.9",
        made.path.name,
    ) and entry.after.startswith("手动，第1版，")


def test_a_backup_that_was_not_made_is_told_too(store, log, monkeypatch):
    monkeypatch.setattr(backup, "examine", lambda path: backup.Examined(["坏了。"]))
    with pytest.raises(StoreError):
        backup.make(acting(store), why=backup.BY_HAND, when=WHEN)
    assert (
        log.entries()[0].kind == audit_kinds.NOT_SAVED
        and log.entries()[0].subject == "备份"
        and not backup.existing(store.path)
    )


@pytest.fixture
def unwritable_log(monkeypatch) -> None:
    def unwritable(*_, **__):
        raise GovsvcError("操作日志不能读写：a.audit.sqlite。", "请检查权限。", "side_unwritable")

    monkeypatch.setattr(AuditLog, "add", unwritable)


def nightly(store) -> NightlyBackup:
    return NightlyBackup(store.path, lambda: datetime(2026, 11, 6, 3))


def test_a_backup_that_is_made_but_not_logged_counts_as_made(store, unwritable_log):
    nightly(store).look()
    assert [copy.is_checked for copy in backup.existing(store.path)] == [True]
    trouble = troubles.last(store.path)
    assert trouble.is_made and mentions(trouble.sentences, "没有记上", "不能读写", "请检查权限")


def test_who_backs_up_by_hand_hears_that_it_is_not_logged(store, unwritable_log, capsys):
    path = store.path
    store.close()
    assert main(["backup", "--database", str(path)]) == 0
    printed = capsys.readouterr()
    assert "没有记上" in printed.err and "已备份" in printed.out
    assert [copy.is_checked for copy in backup.existing(path)] == [True]


def test_why_a_backup_failed_is_known_also_where_that_cannot_be_logged(
    store, unwritable_log, monkeypatch
):
    monkeypatch.setattr(backup, "examine", lambda _: backup.Examined(["坏了。"]))
    nightly(store).look()
    trouble = troubles.last(store.path)
    assert not trouble.is_made and mentions(trouble.sentences, "坏了")
    with pytest.raises(StoreError, match="坏了"):
        backup.make(acting(store), why=backup.BY_HAND, when=WHEN)


def test_a_nightly_backup_without_accounts_says_so(store, log):
    AccountsDatabase(store.path).path.write_bytes(b"no database" * 1000)
    nightly(store).look()
    (made,) = backup.existing(store.path)
    assert made.is_checked and len(made.beside) == 2
    trouble = troubles.last(store.path)
    assert trouble.is_made and mentions(trouble.sentences, "账号文件", "未备份")
    (entry,) = log.entries(kind=audit_kinds.BACKED_UP)
    assert mentions(entry.after, "账号文件", "未备份")


def test_a_nightly_backup_without_the_log_says_so(store, log):
    log.path.write_bytes(b"no database" * 1000)
    nightly(store).look()
    (made,) = backup.existing(store.path)
    trouble = troubles.last(store.path)
    assert made.is_checked and trouble.is_made
    assert mentions(trouble.sentences, "操作日志无法读取", "未备份", "没有记上")


def test_a_backup_needs_an_administrator(store, log):
    for role in (VIEWER, UPLOADER):
        with pytest.raises(NotAllowed):
            maintenance.back_up(
                store.acting(Actor("李四", role, (), "10.0.0.5", "李四"), log), WHEN
            )
        assert log.entries()[0].kind == audit_kinds.REFUSED
    assert not backup.existing(store.path) and log.count(kind=audit_kinds.BACKED_UP) == 0


def test_the_nightly_one_is_told(store, log):
    nightly = NightlyBackup(store.path, lambda: datetime(2026, 11, 6, 3))
    nightly.look()
    assert [
        (entry.actor, entry.after[:4]) for entry in log.entries(kind=audit_kinds.BACKED_UP)
    ] == [("系统", "每晚自动")]


def test_commands_tell_the_log_too(store, log, capsys):
    path = store.path
    store.close()
    assert main(["backup", "--database", str(path)]) == 0
    assert [(entry.actor, entry.source) for entry in log.entries(kind=audit_kinds.BACKED_UP)] == [
        ("命令行", "本机")
    ]
    assert main(["undo", "1", "--database", str(path)]) == 0
    entry = log.entries()[0]
    assert (entry.kind, entry.actor) == (audit_kinds.UNDONE, "命令行"), capsys.readouterr()


def test_another_accounts_files_are_not_written_by_a_command(store, log, monkeypatch, capsys):
    path = store.path
    store.close()
    monkeypatch.setattr("os.geteuid", lambda: 12345)
    for command in (["undo", "1"], ["backup"], ["restore", "--last"]):
        assert (
            main([*command, "--database", str(path)]) == 1
            and "启动看板的账户" in capsys.readouterr().err
        ), command
    assert log.count() == 2


# -- restoring ---------------------------------------------------------------------------


def test_restoring_adds_an_entry_and_takes_none_away_and_leaves_the_accounts(store, log):
    made = make(store)
    sessions = Sessions(store.path)
    sessions.accounts.change("李四", COMMAND_LINE, WHEN, is_disabled=True)
    import_golden(store, "06_city_bulletin_differs.csv")
    before = log.entries()
    store.close()
    restoring.restore(store.path, made.path, WHEN)
    assert log.entries()[1:] == before and log.faults() == []
    entry = log.entries()[0]
    assert (entry.kind, entry.actor, entry.subject, entry.before, entry.after) == (
        audit_kinds.RESTORED,
        "命令行",
        made.path.name,
        "第2版",
        "第1版",
    )
    assert sessions.accounts.get("李四").is_disabled


def test_the_accounts_come_back_only_when_that_is_said_and_everyone_signs_in_anew(
    store, log, capsys
):
    sessions = Sessions(store.path)
    token = sessions._begin(sessions.accounts.get("李四"), "10.0.0.5", clock.now())
    made = make(store)
    sessions.sign_out(token, "10.0.0.5", clock.now())
    sessions.accounts.add("赵六", VIEWER, [], COMMAND_LINE, WHEN)
    sessions.accounts.change("李四", COMMAND_LINE, WHEN, role=ADMINISTRATOR)
    entries = log.count()
    store.close()
    assert (
        main(["restore", made.path.name, "--accounts", "--database", str(store.path)]) == 0
        and "所有人要重新登录" in capsys.readouterr().out
    )
    assert [(account.name, account.role) for account in sessions.accounts.all()] == [
        ("李四", UPLOADER)
    ]
    assert sessions.account(token, clock.now()) is None  # one that was signed out since stays so
    assert (
        log.entries()[0].after == "第1版，账号也恢复"
        and log.count() == entries + 1
        and log.faults() == []
    )
    (replaced,) = (found for found in copies.folder(store.path).iterdir() if found.is_dir())
    assert Sessions(replaced / "a.duckdb").accounts.get("赵六")


def test_a_backup_without_accounts_brings_none(store, log):
    made = make(store)
    AccountsDatabase(made.path).path.unlink()
    note = copies.read(made.path)
    note.beside.pop(AccountsDatabase(made.path).path.name)
    copies.note(note)
    store.close()
    content = store.path.read_bytes()
    with pytest.raises(StoreError, match="没有账号文件"):
        restoring.restore(store.path, made.path, WHEN, with_accounts=True)
    assert store.path.read_bytes() == content and log.count(kind=audit_kinds.RESTORED) == 0


def test_a_restoring_that_fails_is_told(store, log, monkeypatch):
    made = make(store)
    store.close()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copyfile", full)
    with pytest.raises(StoreError):
        restoring.restore(store.path, made.path, WHEN)
    assert [entry.kind for entry in log.entries(most=2)] == [
        audit_kinds.NOT_SAVED,
        audit_kinds.RESTORED,
    ]


def test_going_on_with_what_there_is_is_told(store, log):
    store.close()
    restoring.accept(store.path, WHEN)
    assert (log.entries()[0].kind, log.entries()[0].subject) == (
        audit_kinds.RESTORED,
        "按现状继续使用",
    )


# -- the check ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "harm, fault_text",
    [
        (
            "UPDATE log_entry SET who = '' WHERE number = 1",
            "操作日志第1条（2026-11-05 09:30）被改动过",
        ),
        ("DELETE FROM log_entry WHERE number = 2", "操作日志缺少第2条至第2条"),
        ("DELETE FROM log_entry WHERE number = 3", "操作日志应有3条，只有2条，末尾的被删去了"),
        ("", "操作日志的核对文件缺失"),
    ],
)
def test_check_says_which_entry_of_the_log_is_wrong_and_what_to_do(
    store, log, capsys, harm, fault_text
):
    log.add(audit_kinds.DOWNLOADED, WHEN, actor="李四", source="10.0.0.5")
    path = store.path
    store.close()
    assert (
        main(["check", "--database", str(path)]) == 0 and "3条操作日志" in capsys.readouterr().out
    )
    if harm:
        with sqlite3.connect(log.path) as connection:
            connection.execute("DROP TRIGGER log_no_update")
            connection.execute("DROP TRIGGER log_no_delete")
            connection.execute(harm)
    else:
        path.with_name("a.audit.head").unlink()
    assert main(["check", "--database", str(path)]) == 1
    err = capsys.readouterr().err
    assert fault_text in err and "复制一份留证" in err and "发现1处问题" in err


def test_check_notices_damaged_accounts(store, capsys):
    path = store.path
    AccountsDatabase(path).path.write_bytes(b"no database" * 1000)
    store.close()
    assert (
        main(["check", "--database", str(path)]) == 1
        and "账号文件已损坏" in capsys.readouterr().err
    )
