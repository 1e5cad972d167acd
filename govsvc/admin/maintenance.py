"""Maintenance of the data: a backup now, a check of everything.

For the command line, the page 备份与检查 and the running app alike.
"""

from datetime import datetime
from pathlib import Path

from govsvc.admin import backup
from govsvc.admin.access import AccessInDatabase
from govsvc.admin.app_client import Answer
from govsvc.admin.backup import beside, troubles
from govsvc.admin.integrity_sentences import sentence
from govsvc.security import audit_chain
from govsvc.security.access_settings import AccessSettings
from govsvc.security.accounts_database import AccountsDatabase
from govsvc.security.audit_chain import Head
from govsvc.security.audit_log import STEP, AuditLog
from govsvc.store import Store, manifest, open_store


def back_up(store: Store, when: datetime, why: str = backup.BY_HAND) -> Answer:
    """Makes a backup and describes it; `trouble`: what is wrong all the same, "" where nothing is.

    Raises GovsvcError.
    """
    made = backup.make(store, why=why, when=when)
    trouble = troubles.last(store.path)
    return {
        "file": str(made.path),
        "version": made.version,
        "size": made.size,
        "made_at": made.made_at.isoformat(timespec="seconds"),
        "trouble": trouble.sentences if trouble else "",
    }


def known_log_ends(store: Store) -> dict[str, Head]:
    """Where → the end of the 操作日志 as it was then: in the data, and in the last backup."""
    ends = {audit_chain.DATA: store.log_end()}
    if last := backup.last_checked(store.path):
        ends[f"备份{last.path.name}"] = AuditLog(last.path).head
    return {where: end for where, end in ends.items() if end}


def log_fault(database: Path) -> str:
    """How the end of the 操作日志 is not what data and backups know of it, "" where it is.

    Raises GovsvcError where database or log cannot be opened.
    """
    return AuditLog(database).end(known_log_ends(open_store(database))).fault


def check(database: Path) -> Answer:
    """Checks the whole database, the accounts, the 操作日志 and all backups.

    `faults`: what is wrong, in sentences. Raises GovsvcError where the database cannot be opened.
    """
    store = open_store(database)
    faults = [sentence(fault) for fault in store.faults()]
    noted, stored = manifest.read(manifest.beside(store.path)), store.totals()
    if noted is None or noted.version == stored.version and manifest.differences(noted, stored):
        faults.append("核对清单与数据库不一致。")
    log = AuditLog(store.path)
    faults += AccountsDatabase(store.path).faults()
    lost = AccessSettings(store.path, log, AccessInDatabase(store.path)).fault()
    faults += [lost.title + lost.step] if lost else []
    faults += [f"{fault}{STEP}" for fault in log.faults(known_log_ends(store))]
    faults += beside.archive_faults(store.path)
    copies = backup.existing(store.path)
    faults += [
        f"备份{copy.path.name}：{fault}" for copy in copies for fault in backup.faults(copy.path)
    ]
    return {
        "version": stored.version,
        "rows": stored.rows,
        "backups": len(copies),
        "entries": log.count() if log.is_there else 0,
        "faults": faults,
    }
