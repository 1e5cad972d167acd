"""A drill: what the 运维手册 says for a machine of which only the backups are left, command by
command.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import run
from support import WHEN, backed_up

from govsvc.admin.access import AccessInDatabase
from govsvc.security import (
    ADMINISTRATOR,
    COMMAND_LINE,
    UPLOADER,
    Right,
    audit_archives,
    audit_kinds,
)
from govsvc.security.audit_log import AuditLog
from govsvc.security.sessions import Sessions
from govsvc.store import open_store
from pages._server import accounts_at_start

ROOT = Path(__file__).parents[2]
MANUAL = (ROOT / "docs" / "运维手册.md").read_text(encoding="utf-8")
HERE, PASSWORD = "10.0.0.5", "铁路边的蓝色茶壶-57"
#: sudo for those who have none: services and owners are not tried
SUDO = """#!/bin/sh
if [ "$1" = -u ]; then shift 2; fi
case "$1" in systemctl|chown) exit 0 ;; esac
exec env "$@"
"""


def blocks(heading: str) -> list[str]:
    """The commands under a heading of the manual, block by block."""
    section = MANUAL.partition(f"\n### {heading}\n")[2]
    section = re.split(r"\n##+ ", section)[0]
    return re.findall(r"```bash\n(.*?)```", section, re.DOTALL)


@pytest.fixture
def execute(tmp_path):
    """Executes commands of the manual on a machine that is a folder; gives what they print."""
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "sudo").write_text(SUDO)
    (tools / "sudo").chmod(0o755)

    def on_this_machine(commands: str) -> str:
        for there, here in (
            ("/var/lib/govsvc", tmp_path / "new"),
            ("/media/usb", tmp_path / "usb"),
            ("/opt/govsvc", ROOT),
            (".venv/bin/python", sys.executable),
        ):
            commands = commands.replace(there, str(here))
        done = subprocess.run(
            ["bash", "-e", "-c", commands],
            env={"PATH": f"{tools}:/usr/bin:/bin", "PYTHONUTF8": "1"},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, commands + done.stdout + done.stderr
        return done.stdout

    return on_this_machine


@pytest.fixture
def old(tmp_path, october_file, monkeypatch):
    """The database of a machine whose viewing was switched off, whose log has an archive, and whose
    backups lie elsewhere.
    """
    monkeypatch.setattr(audit_archives, "FULL", 3)
    path = tmp_path / "old" / "govsvc.duckdb"
    path.parent.mkdir()
    shutil.copy(october_file, path)
    accounts = Sessions(path, data=AccessInDatabase(path)).accounts
    accounts.add("王主任", ADMINISTRATOR, [], COMMAND_LINE, WHEN, PASSWORD)
    accounts.add("李四", UPLOADER, ["公安局"], COMMAND_LINE, WHEN, PASSWORD)
    accounts_at_start.prepare(path)
    accounts.settings.set_open(False, COMMAND_LINE, WHEN)
    backed_up(open_store(path))
    shutil.copytree(path.parent / "backups", tmp_path / "usb" / "backups")
    yield path
    open_store(path).close()


@pytest.mark.parametrize("was_started", [False, True])
def test_only_the_backups_are_left(tmp_path, october_file, old, execute, was_started):
    new = tmp_path / "new" / "govsvc.duckdb"
    move_aside, *rest = blocks("旧电脑坏了，只剩备份")
    if was_started:
        new.parent.mkdir()
        shutil.copy(october_file, new)
        accounts_at_start.prepare(new)
        open_store(new).close()
        execute(move_aside)
    assert "检查通过" in "".join(map(execute, rest))

    assert open_store(new).version() == open_store(old).version()
    assert open_store(new).totals() == open_store(old).totals()
    log = AuditLog(new).entries()
    assert AuditLog(old).archives and len(log) == 5
    assert log[1:] == AuditLog(old).entries() and AuditLog(new).faults() == []
    assert (log[0].kind, log[0].actor) == (audit_kinds.RESTORED, "命令行")

    accounts_at_start.prepare(new)
    sessions = Sessions(new, data=AccessInDatabase(new))
    assert not sessions.actor("", HERE, WHEN).may(Right.LOOK)
    assert {account.name: account.units for account in sessions.accounts.all()} == {
        "王主任": (),
        "李四": ("公安局",),
    }
    assert sessions.sign_in("王主任", PASSWORD, HERE, WHEN)[1].role == ADMINISTRATOR
    open_store(new).close()


def test_who_forgot_the_accounts_restores_them_alone(tmp_path, old, execute):
    new = tmp_path / "new" / "govsvc.duckdb"
    _, copying, restoring, _ = blocks("旧电脑坏了，只剩备份")
    execute(copying)
    run("restore", "--last", "--log", "--database", new)
    sessions = Sessions(new, data=AccessInDatabase(new))
    assert not sessions.actor("", HERE, WHEN).may(Right.LOOK) and not sessions.accounts.all()
    open_store(new).close()
    only_accounts, _ = blocks("只恢复账号")
    execute(only_accounts)
    assert sessions.sign_in("王主任", PASSWORD, HERE, WHEN)
    assert not sessions.actor("", HERE, WHEN).may(Right.LOOK)
    open_store(new).close()


def test_without_any_accounts_a_new_administrator_is_made(tmp_path, old, execute):
    new = tmp_path / "new" / "govsvc.duckdb"
    for copied in (tmp_path / "usb" / "backups").glob("*.access.sqlite"):
        copied.unlink()
    _, copying, _, _ = blocks("旧电脑坏了，只剩备份")
    execute(copying)
    shutil.copy(next((new.parent / "backups").glob("*.duckdb")), new)  # as one that was downloaded
    _, anew = blocks("只恢复账号")
    assert "一次性密码" in execute(anew)
    sessions = Sessions(new, data=AccessInDatabase(new))
    assert [account.name for account in sessions.accounts.all()] == ["admin"]
    assert not sessions.actor("", HERE, WHEN).may(Right.LOOK)
    open_store(new).close()
