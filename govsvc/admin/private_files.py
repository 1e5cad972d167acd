"""Files of the data are for the account alone that the program runs as, where the system knows
owners: 0600, folders 0700, archives of the 操作日志 0400.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from fnmatch import fnmatchcase
from glob import escape
from pathlib import Path

from govsvc.security import audit_archives
from govsvc.security.audit_log import AuditLog
from govsvc.store import copies


def keep_new_files_private() -> None:
    """From now on all that this process and its children make is private."""
    if os.name == "posix":
        os.umask(0o077)


def keep_private(database: Path) -> None:
    """New files are private from now on, and where there is that database, what lies there of it
    is made so, but for what belongs to another account of the machine.
    """
    keep_new_files_private()
    if os.name != "posix" or not database.is_file():
        return
    for path in _files(database):
        with suppress(OSError):
            path.chmod(0o700 if path.is_dir() else 0o600)
    log = AuditLog(database).path
    for path in (log, copies.folder(database) / log.name):
        for archive in audit_archives.existing(path):
            with suppress(OSError):
                archive.path.chmod(audit_archives.MODE)


def _files(database: Path) -> Iterator[Path]:
    """The files of the database, of its log and accounts, and its backups with their folders."""
    yield from _own_files(database, database.parent)
    backups = copies.folder(database)
    for folder in (backups, *backups.glob("replaced-*")):
        if own := _own_files(database, folder):
            yield from (folder, *own)


def _own_files(database: Path, folder: Path) -> list[Path]:
    """The plain files of that folder whose names are of the database, or of a copy of it."""
    name, stem = escape(database.name), escape(database.stem)
    own = (
        *(name, f"{name}.*", f"{stem}.access.sqlite*"),
        *(f"{stem}.audit.*", f"{stem}.audit-*", f"{stem}.log", f"{stem}.log.*"),
    )
    return [
        file
        for file in folder.glob("*")
        if file.is_file()
        and not file.is_symlink()
        and (
            copies.is_copy_of(database, file.name)
            or any(fnmatchcase(file.name, pattern) for pattern in own)
        )
    ]
