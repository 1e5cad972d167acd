"""The user of the apps gets what they need on a server, and no more."""

from datetime import datetime
from pathlib import Path

from govsvc.domain.database_address import DatabaseAddress
from govsvc.domain.errors import StoreError
from govsvc.postgres import rights
from govsvc.security import Actor, audit_kinds
from govsvc.security.accounts_database import access_tables
from govsvc.security.audit_log import AuditLog
from govsvc.store import open_store


def grant(database: DatabaseAddress, role: str, by: Actor, when: datetime) -> None:
    """Makes all tables of the county where they are not there, as the user of that address, and
    gives the server's user `role` what an app needs.

    Raises GovsvcError where the data lie in a file, or the server refuses; nothing is given then.
    """
    if isinstance(database, Path):
        raise StoreError.of("only_on_a_server")
    open_store(database)
    access_tables(database).rows("read_accounts")
    log = AuditLog(database)
    log.count()
    rights.grant(database, role)
    log.add(
        audit_kinds.SETTING,
        when,
        actor=by.name,
        source=by.source,
        subject="看板的数据库用户",
        after=role,
    )
