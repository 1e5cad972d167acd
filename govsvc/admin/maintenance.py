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
from govsvc.domain.database_address import DatabaseAddress
from govsvc.security import audit_chain
from govsvc.security.access_settings import AccessSettings
from govsvc.security.accounts_database import access_tables
from govsvc.security.audit_chain import Head
from govsvc.security.audit_log import STEP, AuditLog
from govsvc.store import Store, manifest, open_store


def back_up(store: Store, when: datetime, why: str = backup.BY_HAND) -> Answer:
    """Makes a backup and describes it; `trouble`: what is wrong all the same, "" where nothing is.

    Raises GovsvcError.
    """
    made = backup.make(store, why=why, when=when)
    trouble = troubles.last(store.place)
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
    last = backup.last_checked(store.place)
    if last and isinstance(store.address, Path):  # the copy of a server is not opened
        ends[f"备份{last.path.name}"] = AuditLog(last.path).head
    return {where: end for where, end in ends.items() if end}


def log_fault(database: DatabaseAddress) -> str:
    """How the end of the 操作日志 is not what data and backups know of it, "" where it is.

    Raises GovsvcError where database or log cannot be opened.
    """
    return AuditLog(database).end(known_log_ends(open_store(database))).fault


def check(database: DatabaseAddress) -> Answer:
    """Checks the whole database, the accounts, the 操作日志 and all backups.

    `faults`: what is wrong, in sentences. Raises GovsvcError where the database cannot be opened.
    """
    store = open_store(database)
    faults = [sentence(fault) for fault in store.faults()]
    stored, log = store.totals(), AuditLog(store.address)
    if isinstance(store.address, Path):
        faults += _faults_of_manifest(store.address, stored)
    faults += access_tables(store.address).faults()
    lost = AccessSettings(store.address, log, AccessInDatabase(store.address)).fault()
    faults += [lost.title + lost.step] if lost else []
    faults += [f"{fault}{STEP}" for fault in log.faults(known_log_ends(store))]
    faults += beside.archive_faults(store.path) if isinstance(store.address, Path) else []
    copies = backup.existing(store.place)
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


def _faults_of_manifest(database: Path, stored: manifest.Manifest) -> list[str]:
    """Where the manifest beside the file says otherwise, in a sentence."""
    noted = manifest.read(manifest.beside(database))
    if noted is None or noted.version == stored.version and manifest.differences(noted, stored):
        return ["核对清单与数据库不一致。"]
    return []
