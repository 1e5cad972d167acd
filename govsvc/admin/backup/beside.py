"""What lies beside a database and is copied with it: the accounts and the 操作日志."""

from pathlib import Path

from govsvc.domain.errors import GovsvcError
from govsvc.security.accounts_database import AccountsDatabase
from govsvc.security.audit_log import AuditLog
from govsvc.store import copies


def copy(database: Path, target: Path) -> dict[str, str]:
    """Copies both beside the backup `target`, after the data: the log then knows of all that the
    data hold. Name of each copy → its SHA-256.

    Each is whole in itself, whoever writes meanwhile. What cannot be read is left out: it must not
    keep the data from being backed up.
    """
    made: list[Path] = []
    for copied in (AccountsDatabase(database).copy_beside, AuditLog(database).copy_beside):
        try:
            made += copied(target)
        except GovsvcError:
            continue
    return {path.name: copies.sha256(path) for path in made}


def left_out(database: Path, copy: copies.Copy) -> list[str]:
    """What there is beside the database and not beside its backup, in a sentence each."""
    found = {
        "账号文件": (AccountsDatabase(database).path, AccountsDatabase(copy.path).path),
        "操作日志": (AuditLog(database).path, AuditLog(copy.path).path),
    }
    return [
        f"{name}读不出来，没有备份。"
        for name, (own, copied) in found.items()
        if own.exists() and copied.name not in copy.beside
    ]


def faults(copy: copies.Copy) -> list[str]:
    """Copies that are missing or are not what was copied."""

    def wrong(name: str, digest: str) -> str:
        path = copy.path.with_name(name)
        if not path.exists():
            return f"一起备份的{name}不见了。"
        return "" if copies.sha256(path) == digest else f"一起备份的{name}与备份时不同。"

    return [said for name, digest in copy.beside.items() if (said := wrong(name, digest))]
