"""For whom the command line acts: whoever has the machine. Its writes stand in the 操作日志."""

import os
from pathlib import Path

from govsvc.domain.database_address import DatabaseAddress
from govsvc.domain.errors import GovsvcError
from govsvc.security import COMMAND_LINE, Actor
from govsvc.security.accounts_database import AccountsDatabase


def actor(database: DatabaseAddress) -> Actor:
    """Who acts. Raises GovsvcError where the file is another account's."""
    if isinstance(database, Path) and database.exists():
        _refuse_foreign(database)
    return COMMAND_LINE


def refuse_foreign_accounts(database: DatabaseAddress) -> None:
    """Raises GovsvcError where the accounts, or the folder that they come into, are another's, or
    where there is no such folder.
    """
    if not isinstance(database, Path):
        return
    path = AccountsDatabase(database).path
    if not path.parent.is_dir():
        raise GovsvcError(
            f"找不到数据文件夹：{path.parent}。", "请检查 --database 的路径。", "not_found"
        )
    _refuse_foreign(path if path.exists() else path.parent)


def _refuse_foreign(path: Path) -> None:
    """Raises GovsvcError where the file belongs to another account of the machine.

    Files that this account writes anew would be closed to the one that the app runs as.
    """
    if hasattr(os, "geteuid") and path.stat().st_uid != os.geteuid():
        raise GovsvcError(
            f"数据文件夹属于账户{path.owner()}。",
            f"请用启动看板的账户运行本命令，如 sudo -u {path.owner()} …",
            "other_owner",
        )
