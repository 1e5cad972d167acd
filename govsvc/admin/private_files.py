"""Files of the data are for the account alone that the program runs as, where the system knows
owners: 0600, folders 0700, archives of the 操作日志 0400.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from glob import escape
from pathlib import Path

from govsvc.security import audit_archives
from govsvc.security.audit_log import AuditLog
from govsvc.store import copies


def keep_private(database: Path) -> None:
    """From now on all that this process and its children make is private; what lies there already
    of the database is made so, but for what belongs to another account of the machine.
    """
    if os.name != "posix":
        return
    os.umask(0o077)
    for path in _files(database):
        with suppress(OSError):
            path.chmod(0o700 if path.is_dir() else 0o600)
    log = AuditLog(database).path
    for path in (log, copies.folder(database) / log.name):
        for archive in audit_archives.existing(path):
            with suppress(OSError):
                archive.path.chmod(audit_archives.MODE)


def _files(database: Path) -> Iterator[Path]:
    """The files of the database, of its log and accounts, and its backups with their folder."""
    stem, backups = database.stem, copies.folder(database)
    own = (database.name, f"{stem}.access.sqlite", f"{stem}.audit.", f"{stem}.log")
    yield from (file for file in database.parent.glob("*") if file.name.startswith(own))
    if backups.is_dir():
        yield backups
        yield from backups.glob(f"{escape(stem)}-*")
        for replaced in backups.glob("replaced-*"):
            yield from (replaced, *replaced.glob("*"))
