"""What the start of the app does with the accounts, and prints of them."""

import logging
from datetime import datetime

from govsvc.admin import access
from govsvc.domain.database_address import DatabaseAddress
from govsvc.domain.errors import GovsvcError
from govsvc.security import audit_kinds, system_actor
from govsvc.security.access_in_data import LOST
from govsvc.system import clock
from pages._server import current_actor


def prepare(database: DatabaseAddress) -> None:
    """At a first start makes the administrator and prints the one-time password, only here; at
    every start the data remember that they have accounts.

    Accounts that are lost are not made anew: that is printed, and stands in both logs.
    """
    now = clock.now()
    try:
        first = current_actor.sessions(database).accounts.make_first(now)
    except GovsvcError as error:
        _print_fault(database, error, now)
        return
    if first:
        name, password = first
        print(
            f"\n  第一次启动，已建立管理员账号：{name}\n"
            f"  一次性密码（只显示这一次，登录后要换成自己的）：{password}",
            flush=True,
        )
        print("  忘记了的，在这台电脑上运行 python -m govsvc user reset admin", flush=True)
    try:
        access.note_accounts(database, now)
    except GovsvcError as error:
        _print_fault(database, error, now)


def _print_fault(database: DatabaseAddress, error: GovsvcError, now: datetime) -> None:
    print(f"\n  {error.title}{error.step}", flush=True)
    log = logging.getLogger("govsvc")
    log.error("%s%s", error.title, error.step)
    if error.code != LOST:
        return
    machine = system_actor()
    try:
        current_actor.log(database).add(
            audit_kinds.ACCOUNT,
            now,
            actor=machine.name,
            source=machine.source,
            subject="账号文件",
            after=error.title,
        )
    except GovsvcError as unlogged:
        log.error("%s%s", unlogged.title, unlogged.step)
