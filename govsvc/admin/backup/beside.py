"""What lies beside a database and is copied with it: the accounts and the 操作日志."""

from pathlib import Path

from govsvc.domain.errors import GovsvcError
from govsvc.security.accounts_database import AccountsDatabase
from govsvc.security.audit_log import AuditLog
from govsvc.store import copies


def copy(database: Path, target: Path) -> dict[str, str]:
    """Copies both beside the backup `target`. Name of each copy → its SHA-256.

    After the data: the log then knows of all that the data hold. Each copy is whole, even while
    others write. What cannot be read is left out: it must not keep the data from being backed up.
    """
    paths: list[Path] = []
    for copy_beside in (AccountsDatabase(database).copy_beside, AuditLog(database).copy_beside):
        try:
            paths += copy_beside(target)
        except GovsvcError:
            continue
    return {path.name: copies.sha256(path) for path in paths}


def left_out(database: Path, copy: copies.Copy) -> list[str]:
    """What lies beside the database and not beside its backup, in a sentence each."""
    paths = {
        "账号文件": (AccountsDatabase(database).path, AccountsDatabase(copy.path).path),
        "操作日志": (AuditLog(database).path, AuditLog(copy.path).path),
    }
    return [
        f"{name}读不出来，没有备份。"
        for name, (own, copied) in paths.items()
        if own.exists() and copied.name not in copy.beside
    ]


def faults(copy: copies.Copy) -> list[str]:
    """Which copies are missing or are not what was copied, in a sentence each."""
    sentences = []
    for name, digest in copy.beside.items():
        path = copy.path.with_name(name)
        if not path.exists():
            sentences.append(f"一起备份的{name}不见了。")
        elif copies.sha256(path) != digest:
            sentences.append(f"一起备份的{name}与备份时不同。")
    return sentences
