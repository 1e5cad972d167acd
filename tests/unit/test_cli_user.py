"""python -m govsvc user …, while the app is stopped and while it runs."""

import os
import shutil

import pytest
from running_app import served
from support import mentions

from govsvc.__main__ import main
from govsvc.admin import app_client
from govsvc.domain.errors import GovsvcError
from govsvc.security import ADMINISTRATOR, UPLOADER, VIEWER, audit_kinds
from govsvc.security.accounts import Accounts
from govsvc.security.audit_log import AuditLog
from govsvc.security.sessions import Sessions
from govsvc.store import open_store
from govsvc.system import clock
from pages._server import admin_route

GOOD = "竹子和铁轨之间42号"


@pytest.fixture
def database(tmp_path, monkeypatch, october_file):
    """Golden 01, and the administrator of the first start."""
    path = (tmp_path / "a.duckdb").resolve()
    monkeypatch.setenv("GOVSVC_DATABASE", str(path))
    store = open_store(shutil.copy(october_file, path))
    store.close()
    Accounts(path).make_first(clock.now())
    yield path
    open_store(path).close()


@pytest.fixture
def running(database):
    """The route of an app that runs, and its key; gives the database."""
    with served(admin_route.ROUTE) as address:
        app_client.write_key(database, address)
        yield database


@pytest.fixture(params=["stopped", "running"])
def database_path(request, monkeypatch):
    """The database of a stopped and of a running app.

    Of a running one no account is touched but by the app itself.
    """
    path = request.getfixturevalue("database" if request.param == "stopped" else "running")
    if request.param == "running":

        def touched(*_):
            raise AssertionError("the command line wrote the file of a running app")

        monkeypatch.setattr("govsvc.cli.running.here", touched)
    return path


@pytest.fixture
def command(capsys):
    def run(*arguments: str) -> str:
        assert main(["user", *arguments]) == 0, capsys.readouterr().err
        return capsys.readouterr().out

    return run


@pytest.fixture
def refused(capsys):
    def run(*arguments: str) -> str:
        assert main(["user", *arguments]) == 1
        return capsys.readouterr().err

    return run


def test_an_account_from_its_first_day_to_its_last(database_path, command):
    output = command("add", "李四", "--role", "填报", "--unit", "公安局")
    password = output.rpartition("：")[2].strip()
    assert mentions(output, "李四：填报（限公安局）", "待换密码", "只显示这一次")
    sessions, now = Sessions(database_path), clock.now()
    token, account = sessions.sign_in("李四", password, "10.0.0.5", now)
    assert account.must_change and account.role == UPLOADER and account.units == ("公安局",)
    token = sessions.change_password(token, password, GOOD, "10.0.0.5", now)
    assert "李四：查阅，正常" in command("role", "李四", "viewer")
    assert sessions.account(token, now) is None and sessions.accounts.get("李四").role == VIEWER
    assert "填报（限公安局）" in command(
        "role", "李四", "填报"
    )  # the limit is kept until it is lifted
    assert "李四：填报，正常" in command("role", "李四", "填报", "--all-units")
    once = command("reset", "李四").rpartition("：")[2].strip()
    with pytest.raises(GovsvcError, match="不对"):
        sessions.sign_in("李四", GOOD, "10.0.0.5", now)
    token, _ = sessions.sign_in("李四", once, "10.0.0.5", now)
    assert "李四：填报，停用" in command("disable", "李四") and sessions.account(token, now) is None
    listed = command("list")
    assert (
        "admin\t管理员\t待换密码\t上次登录 —" in listed
        and "李四\t填报\t停用" in listed
        and "不登录也可以查看" in listed
    )
    for secret in (password, once):
        assert (
            secret not in listed
            and secret.encode()
            not in sessions.accounts.path.read_bytes() + AuditLog(database_path).path.read_bytes()
        )
    assert "李四：填报，待换密码" in command("enable", "李四")
    entries = [
        entry
        for entry in AuditLog(database_path).entries(kind=audit_kinds.ACCOUNT)
        if entry.subject == "李四"
    ]
    assert (
        len(entries) == 7
        and {(entry.actor, entry.source) for entry in entries} == {("命令行", "本机")}
        and AuditLog(database_path).faults() == []
    )


def test_what_cannot_be_is_said(database_path, refused, command):
    assert "唯一的管理员" in refused("disable", "admin") and "唯一的管理员" in refused(
        "role", "admin", "查阅"
    )
    assert Accounts(database_path).get("admin").role == ADMINISTRATOR
    assert "没有账号“王五”" in refused("reset", "王五")
    assert "没有“站长”这种角色" in refused("add", "王五", "--role", "站长") and "管理员" in refused(
        "add", "王五", "--role", "站长"
    )
    assert "名录里没有“公按局”" in refused("add", "王五", "--role", "填报", "--unit", "公按局")
    assert "公安局" in refused("add", "王五", "--role", "填报", "--unit", "公按局")
    assert "不限单位" in refused("add", "王五", "--role", "审核", "--unit", "公安局")
    assert [account.name for account in Accounts(database_path).all()] == ["admin"]


def test_the_key_of_an_app_that_was_killed_is_in_nobodys_way(database, command):
    app_client.write_key(database, "http://127.0.0.1:9")
    assert "王五：查阅，待换密码" in command("add", "王五", "--role", "查阅")


@pytest.mark.skipif(os.name != "posix", reason="owners of files are looked at where they have one")
def test_another_account_of_the_machine_writes_nothing(database, refused, monkeypatch):
    monkeypatch.setattr("os.geteuid", lambda: database.stat().st_uid + 1)
    assert "请用启动看板的账户运行" in refused("reset", "admin")
