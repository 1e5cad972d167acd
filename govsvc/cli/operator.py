"""For whom the command line acts: whoever has the machine. Its writes stand in the 操作日志."""

import os
from pathlib import Path

from govsvc.domain.errors import GovsvcError
from govsvc.security import COMMAND_LINE, Actor
from govsvc.security.audit_log import AuditLog
from govsvc.store import Store, open_store


def store(database: Path) -> Store:
    """The store of that file, whose writes are refused where the file is another account's.

    Raises StoreError.
    """
    return open_store(database).acting(lambda: actor(database), AuditLog(database.resolve()))


def actor(database: Path) -> Actor:
    """Who acts. Raises GovsvcError where the file is another account's."""
    if database.exists():
        refuse_foreign(database)
    return COMMAND_LINE


def refuse_foreign(path: Path) -> None:
    """Raises GovsvcError where the file belongs to another account of the machine.

    Files that this account writes anew would be closed to the one that the app runs as.
    """
    if hasattr(os, "geteuid") and path.stat().st_uid != os.geteuid():
        raise GovsvcError(
            f"数据文件夹属于账户{path.owner()}。",
            f"请用启动看板的账户运行本命令，如 sudo -u {path.owner()} …",
            "other_owner",
        )
