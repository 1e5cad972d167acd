"""What lies beside a database and is copied with it: the accounts and the 操作日志.

Archives of the 操作日志 never change: each is copied once, into the folder of the backups, for all
of them.
"""

import shutil
from contextlib import suppress
from pathlib import Path

from govsvc.domain.database_address import DatabaseAddress
from govsvc.domain.errors import GovsvcError
from govsvc.security import audit_archives
from govsvc.security.accounts_database import AccountsDatabase
from govsvc.security.audit_archives import NAME
from govsvc.security.audit_log import AuditLog
from govsvc.security.side_database import sync
from govsvc.store import copies
from govsvc.system.files import remove_file, replace_file


def copy(database: DatabaseAddress, target: Path, earlier: copies.Copy | None) -> dict[str, str]:
    """Copies both beside the backup `target`. Name of each copy → its SHA-256.

    After the data: the log then knows of all that the data hold. Each copy is whole, even while
    others write; one that is the same as that of the `earlier` backup shares its file. What cannot
    be read is left out: it must not keep the data from being backed up. A server's copy holds them.
    """
    if not isinstance(database, Path):
        return {}
    paths: list[Path] = []
    for copy_beside in (AccountsDatabase(database).copy_beside, AuditLog(database).copy_beside):
        try:
            paths += copy_beside(target)
        except GovsvcError:
            continue
    _copy_archives(database)
    digests = {path.name: copies.sha256(path) for path in paths}
    for path in paths:
        kind = path.name.removeprefix(target.stem)
        same = earlier and earlier.path.with_name(f"{earlier.path.stem}{kind}")
        if same and same.exists() and copies.sha256(same) == digests[path.name]:
            copies.share(path, same)
    return digests


def _copy_archives(database: Path) -> None:
    """Copies the archives that do not lie with the backups yet; what cannot be copied is left."""
    for own, copied in _archives(database):
        with suppress(OSError):
            if not copied.exists():
                copy_archive(own, copied)


def copy_archive(archive: Path, target: Path) -> None:
    """Copies an archive of the 操作日志, whole or not at all. Raises OSError."""
    unfinished = target.with_name(f"{target.name}.part")
    remove_file(unfinished)
    shutil.copyfile(archive, unfinished)
    sync(unfinished)
    unfinished.chmod(audit_archives.MODE)
    replace_file(unfinished, target)


def _archives(database: Path) -> list[tuple[Path, Path]]:
    """(archive of the 操作日志, its copy in the folder of the backups)."""
    own = (archive.path for archive in audit_archives.existing(AuditLog(database).path))
    return [(path, copies.folder(database) / path.name) for path in own]


def archive_faults(database: Path) -> list[str]:
    """Which archives are not what was copied, in a sentence each."""
    return [
        f"{NAME}{own.name}与备份文件夹里的副本不同。"
        for own, copied in _archives(database)
        if copied.exists() and copies.sha256(own) != copies.sha256(copied)
    ]


def left_out(database: DatabaseAddress, copy: copies.Copy) -> list[str]:
    """What lies beside the database and not beside its backup, in a sentence each."""
    if not isinstance(database, Path):
        return []
    paths = {
        "账号文件": (AccountsDatabase(database).path, AccountsDatabase(copy.path).path),
        "操作日志": (AuditLog(database).path, AuditLog(copy.path).path),
    }
    names = [
        name
        for name, (own, copied) in paths.items()
        if own.exists() and copied.name not in copy.beside
    ]
    names += [f"{NAME}{own.name}" for own, copied in _archives(database) if not copied.exists()]
    return [f"{name}无法读取，未备份。" for name in names]


def faults(copy: copies.Copy) -> list[str]:
    """Which copies are missing or are not what was copied, in a sentence each."""
    sentences = []
    for name, digest in copy.beside.items():
        path = copy.path.with_name(name)
        if not path.exists():
            sentences.append(f"一起备份的{name}缺失。")
        elif copies.sha256(path) != digest:
            sentences.append(f"一起备份的{name}与备份时不同。")
    return sentences
