"""Who may enter, kept with the data: accounts that are lost, and data on another machine, open
nothing.
"""

import asyncio
import shutil
from datetime import timedelta

import httpx
import pytest
from command_line import run
from starlette.applications import Starlette
from support import WHEN, backed_up, mentions

from govsvc.admin import maintenance
from govsvc.admin.access import AccessInDatabase
from govsvc.admin.backup import restoring
from govsvc.domain.errors import GovsvcError, NotAllowed, StoreError
from govsvc.security import ADMINISTRATOR, COMMAND_LINE, UPLOADER, VIEWER, Right, audit_kinds
from govsvc.security.access_in_data import RememberedAccess
from govsvc.security.audit_log import AuditLog
from govsvc.security.roles import BARRED
from govsvc.security.sessions import Sessions
from govsvc.security.side_database import SideDatabase
from govsvc.security.sso_person import Person
from govsvc.store import Act, open_store
from pages._server import accounts_at_start, current_actor, sign_in

HERE, PASSWORD = "10.0.0.5", "铁路边的蓝色茶壶-57"


@pytest.fixture
def database(tmp_path, monkeypatch, october_file):
    """Golden 01, which an app was started with: it has the account 王主任."""
    path = (tmp_path / "govsvc.duckdb").resolve()
    monkeypatch.setenv("GOVSVC_DATABASE", str(path))
    shutil.copy(october_file, path)
    sessions_of(path).accounts.add("王主任", ADMINISTRATOR, [], COMMAND_LINE, WHEN, PASSWORD)
    accounts_at_start.prepare(path)
    yield path
    open_store(path).close()


def sessions_of(path) -> Sessions:
    """As the app has them."""
    return current_actor.sessions.__wrapped__(path)


def may_look(path) -> bool:
    return sessions_of(path).actor("", HERE, WHEN).may(Right.LOOK)


def without_a_file(path) -> None:
    path.unlink()


def without_a_byte(path) -> None:
    path.write_bytes(b"")


def without_an_account(path) -> None:
    path.unlink()
    empty = Sessions(path.with_name("govsvc.duckdb"))._file
    with SideDatabase(path, "", empty._create).writing():
        pass


HARMS = pytest.mark.parametrize("harm", [without_a_file, without_a_byte, without_an_account])


# -- accounts that are lost --------------------------------------------------------------


@HARMS
def test_accounts_that_are_lost_open_nothing_and_let_nobody_in(database, harm):
    sessions = sessions_of(database)  # of an app that runs meanwhile
    assert may_look(database)
    harm(sessions.accounts.path)
    content = sessions.accounts.path.read_bytes() if sessions.accounts.path.exists() else None
    assert not sessions.actor("", HERE, WHEN).may(Right.LOOK) and not may_look(database)
    attempts = (
        lambda: sessions.sign_in("王主任", PASSWORD, HERE, WHEN),
        lambda: sessions.begin_sso(Person("张三", "", (), "default"), HERE, WHEN),
        lambda: sessions.accounts.add("李四", VIEWER, [], COMMAND_LINE, WHEN),
        lambda: sessions.accounts.make_first(WHEN),
    )
    for attempt in attempts:
        with pytest.raises(GovsvcError) as error:
            attempt()
        assert error.value.code == "accounts_lost"
    after = sessions.accounts.path.read_bytes() if sessions.accounts.path.exists() else None
    assert after == content


@HARMS
def test_the_start_says_that_accounts_are_lost_and_makes_none(database, harm, capsys, caplog):
    harm(sessions_of(database).accounts.path)
    accounts_at_start.prepare(database)
    printed = capsys.readouterr().out
    assert mentions(printed, "govsvc.access.sqlite", "--only-accounts", "new-administrator")
    assert "一次性密码" not in printed and sessions_of(database).accounts.all() == []
    entry = AuditLog(database).entries(most=1)[0]
    assert (entry.kind, entry.actor, entry.subject) == (audit_kinds.ACCOUNT, "系统", "账号文件")
    assert any("govsvc.access.sqlite" in record.getMessage() for record in caplog.records)


def sign_in_form() -> str:
    async def ask() -> str:
        app = httpx.ASGITransport(Starlette(routes=sign_in.ROUTES))
        async with httpx.AsyncClient(transport=app, base_url="http://county.test") as browser:
            return (await browser.get("/signin")).text

    return asyncio.run(ask())


def test_the_form_to_sign_in_says_that_accounts_are_lost(database):
    assert "不登录，只查看" in sign_in_form()
    sessions_of(database).accounts.path.unlink()
    page = sign_in_form()
    assert mentions(page, "govsvc.access.sqlite", "--only-accounts", "new-administrator")
    assert "不登录，只查看" not in page


def test_check_says_that_accounts_are_lost(database):
    assert maintenance.check(database)["faults"] == []
    sessions_of(database).accounts.path.unlink()
    (fault,) = maintenance.check(database)["faults"]
    assert "govsvc.access.sqlite" in fault


def test_commands_on_lost_accounts_are_refused(database):
    sessions_of(database).accounts.path.unlink()
    for command in (("list",), ("add", "李四", "--role", "管理员"), ("reset", "王主任")):
        outcome = run("user", *command, "--database", database, code=1)
        assert "--only-accounts" in outcome.stderr
    assert not sessions_of(database).accounts.path.exists()


def test_a_new_administrator_is_made_on_purpose_and_opens_nothing(database):
    path = sessions_of(database).accounts.path
    refused = run("user", "new-administrator", "刘主任", "--database", database, code=1)
    assert "没有丢失" in refused.stderr
    path.unlink()
    made = run("user", "new-administrator", "刘主任", "--database", database).stdout
    password = made.split("：")[2].split()[0]
    sessions = sessions_of(database)
    assert [(account.name, account.role) for account in sessions.accounts.all()] == [
        ("刘主任", ADMINISTRATOR)
    ]
    assert sessions.sign_in("刘主任", password, HERE, WHEN)[1].must_change
    assert not may_look(database) and sessions.sso.default_role() == BARRED
    kinds = [entry.kind for entry in AuditLog(database).entries(most=4)]
    assert kinds.count(audit_kinds.ACCOUNT) == 1 and kinds.count(audit_kinds.SETTING) == 2


def test_accounts_are_restored_alone(database):
    made = backed_up(open_store(database))
    version = open_store(database).version()
    sessions_of(database).accounts.path.unlink()
    later = backed_up(open_store(database), WHEN + timedelta(days=1))  # has no accounts
    open_store(database).close()
    refused = run("restore", later.path, "--only-accounts", "--database", database, code=1)
    assert "没有账号" in refused.stderr
    restored = run("restore", "--last", "--only-accounts", "--database", database).stdout
    assert made.path.name in restored
    sessions = sessions_of(database)
    assert sessions.sign_in("王主任", PASSWORD, HERE, WHEN) and may_look(database)
    assert open_store(database).version() == version
    entry = AuditLog(database).entries(kind=audit_kinds.RESTORED)[0]
    assert (entry.actor, entry.subject, entry.after) == ("命令行", made.path.name, "只恢复账号")


# -- the setting with the data -----------------------------------------------------------


@pytest.mark.parametrize("in_data", [True, False])
@pytest.mark.parametrize("in_accounts", [True, False])
def test_the_stricter_of_accounts_and_data_holds(database, in_data, in_accounts):
    AccessInDatabase(database).set_closed(not in_data, COMMAND_LINE, WHEN)
    Sessions(database).accounts.settings.set_open(in_accounts, COMMAND_LINE, WHEN)
    assert may_look(database) == (in_data and in_accounts)


def test_opening_and_closing_is_written_to_both(database):
    settings = sessions_of(database).accounts.settings
    alone = Sessions(database).accounts.settings  # does not know the data
    for is_open in (False, True):
        settings.set_open(is_open, COMMAND_LINE, WHEN)
        known = AccessInDatabase(database).read()
        assert known == RememberedAccess(has_accounts=True, is_closed=not is_open)
        assert alone.is_open == may_look(database) == is_open
    count = AuditLog(database).count(kind=audit_kinds.SETTING)
    with pytest.raises(NotAllowed):
        settings.set_open(False, sessions_of(database).actor("", HERE, WHEN), WHEN)
    assert may_look(database) and AuditLog(database).count(kind=audit_kinds.SETTING) == count


def test_closing_that_the_data_cannot_keep_changes_nothing(database, monkeypatch):
    settings = sessions_of(database).accounts.settings

    def full(*_):
        raise StoreError.of("disk_full")

    monkeypatch.setattr(AccessInDatabase, "write", full)
    with pytest.raises(StoreError):
        settings.set_open(False, COMMAND_LINE, WHEN)
    assert settings.is_open and Sessions(database).accounts.settings.is_open


def test_what_earlier_programs_kept_with_the_accounts_is_taken_over_at_the_start(
    tmp_path, october_file
):
    path = tmp_path / "govsvc.duckdb"
    shutil.copy(october_file, path)
    before = Sessions(path)
    before.accounts.add("王主任", ADMINISTRATOR, [], COMMAND_LINE, WHEN)
    before.accounts.settings.set_open(False, COMMAND_LINE, WHEN)
    version = open_store(path).version()
    accounts_at_start.prepare(path)
    assert AccessInDatabase(path).read() == RememberedAccess(has_accounts=True, is_closed=True)
    accounts_at_start.prepare(path)
    assert open_store(path).version() == version + 1  # the second start changes nothing
    open_store(path).close()


def test_data_that_cannot_be_read_are_closed(database):
    open_store(database).close()
    content = database.read_bytes()
    database.write_bytes(b"no database" * 1000)
    sessions = sessions_of(database)
    assert not may_look(database) and sessions.accounts.settings.fault().code == "unreadable"
    assert sessions.sign_in("王主任", PASSWORD, HERE, WHEN)
    database.write_bytes(content)
    assert may_look(database)


def test_clearing_the_data_forgets_nothing_of_it(database):
    sessions_of(database).accounts.settings.set_open(False, COMMAND_LINE, WHEN)
    store = open_store(database)
    store.clear(Act("王主任", WHEN), expected_version=store.version())
    assert AccessInDatabase(database).read() == RememberedAccess(has_accounts=True, is_closed=True)
    assert set(store.settings.all()) == {"access_has_accounts", "access_is_closed"}


def test_a_first_start_makes_an_administrator_and_is_open(tmp_path, capsys):
    path = tmp_path / "govsvc.duckdb"
    accounts_at_start.prepare(path)
    assert mentions(capsys.readouterr().out, "admin", "一次性密码") and may_look(path)
    assert not path.exists()


# -- another machine ---------------------------------------------------------------------


@pytest.fixture
def moved(database, tmp_path):
    """A backup of data whose viewing was switched off, and the path of a database elsewhere."""
    sessions_of(database).accounts.add("李四", UPLOADER, [], COMMAND_LINE, WHEN)
    sessions_of(database).accounts.settings.set_open(False, COMMAND_LINE, WHEN)
    made = backed_up(open_store(database))
    folder = tmp_path / "new"
    shutil.copytree(made.path.parent, folder / "backups")
    path = folder / "govsvc.duckdb"
    yield folder / "backups" / made.path.name, path
    open_store(path).close()


def test_restored_data_without_accounts_open_nothing(moved):
    source, path = moved
    restored = restoring.restore(path, source, WHEN)
    assert restored.are_accounts_lost and not may_look(path)
    # not even beside accounts that know nothing of it
    Sessions(path).accounts.add("别人", ADMINISTRATOR, [], COMMAND_LINE, WHEN)
    assert not may_look(path)


@pytest.mark.parametrize("was_started", [False, True])
def test_a_backup_of_an_earlier_program_is_closed_like_the_accounts_beside_it(
    tmp_path, october_file, was_started
):
    """Also on a machine whose first start has made an administrator."""
    old, path = tmp_path / "old.duckdb", tmp_path / "new" / "old.duckdb"
    shutil.copy(october_file, old)
    accounts = Sessions(old).accounts  # the data know nothing of them
    accounts.add("王主任", ADMINISTRATOR, [], COMMAND_LINE, WHEN)
    accounts.settings.set_open(False, COMMAND_LINE, WHEN)
    made = backed_up(open_store(old))
    open_store(old).close()
    if was_started:
        accounts_at_start.prepare(path)
    assert restoring.restore(path, made.path, WHEN).are_accounts_lost != was_started
    assert not may_look(path)
    assert AccessInDatabase(path).read() == RememberedAccess(has_accounts=True, is_closed=True)
    open_store(path).close()


def test_the_log_comes_along_to_a_machine_that_has_none(moved, database):
    source, path = moved
    before = AuditLog(source).entries()
    restoring.restore(path, source, WHEN, with_accounts=True, with_log=True)
    log = AuditLog(path)
    assert log.entries()[1:] == before and log.faults() == []
    assert log.entries()[0].after.endswith("，账号也恢复，操作日志也恢复")


@pytest.mark.parametrize("left", ["log and head", "log", "head"])
def test_no_log_is_replaced_by_an_older_one(moved, left):
    source, path = moved
    log = AuditLog(path)
    log.add(audit_kinds.DOWNLOADED, WHEN, actor="王主任", source=HERE)
    head = path.with_name("govsvc.audit.head")
    if left == "head":
        log.path.unlink()
    if left == "log":
        head.unlink()
    before = [file.read_bytes() for file in (log.path, head) if file.exists()]
    with pytest.raises(StoreError) as error:
        restoring.restore(path, source, WHEN, with_log=True)
    assert error.value.code == "log_is_there" and not path.exists()
    assert [file.read_bytes() for file in (log.path, head) if file.exists()] == before


def test_options_that_do_not_go_together_are_refused(database):
    for options in (
        ("--as-it-is", "--log"),
        ("--as-it-is", "--only-accounts"),
        ("--last", "--only-accounts", "--log"),
    ):
        outcome = run("restore", *options, "--database", database, code=1)
        assert "一起用" in outcome.stderr
