"""Who may enter, kept with the data: viewing that was switched off stays off where the accounts
are lost, and where the data are restored on another machine.
"""

from datetime import datetime

from govsvc.domain.database_address import DatabaseAddress
from govsvc.domain.errors import StaleVersion
from govsvc.security import Actor, system_actor
from govsvc.security.access_in_data import RememberedAccess
from govsvc.security.accounts import Accounts
from govsvc.security.audit_log import AuditLog
from govsvc.store import Act, manifest, open_store


class AccessInDatabase:
    """What the database at that path remembers of who may enter; nothing while there is none.

    Its writes are noted in `log`, where one is given.
    """

    def __init__(self, database: DatabaseAddress, log: AuditLog | None = None):
        self._database, self._log = database, log

    def read(self) -> RememberedAccess:
        if not manifest.is_database_known(self._database):
            return RememberedAccess()
        return open_store(self._database).settings.access()

    def set_closed(self, is_closed: bool, by: Actor, when: datetime) -> None:
        self.write(RememberedAccess(has_accounts=True, is_closed=is_closed), by, when)

    def write(self, access: RememberedAccess, by: Actor, when: datetime) -> None:
        """Raises NotAllowed where `by` is no administrator, StoreError."""
        if not manifest.is_database_known(self._database):
            return
        store = open_store(self._database).acting(by, self._log)
        while True:
            try:
                store.setting_writes.remember_access(
                    access, Act(by.name, when), expected_version=store.version()
                )
            except StaleVersion:  # others wrote meanwhile
                continue
            return


def note_accounts(database: DatabaseAddress, when: datetime) -> None:
    """The data remember the accounts beside them, where there are any. Raises GovsvcError."""
    accounts = Accounts(database)
    if accounts.all():
        remember_accounts(database, when, is_open=accounts.settings.is_open)


def remember_accounts(database: DatabaseAddress, when: datetime, is_open: bool) -> None:
    """The data remember that accounts belong to them, and that viewing was switched off where it
    is not open. Raises GovsvcError.
    """
    data = AccessInDatabase(database, AuditLog(database))
    known = data.read()
    is_closed = known.is_closed or not is_open
    wanted = RememberedAccess(has_accounts=True, is_closed=is_closed)
    if wanted != known:
        data.write(wanted, system_actor(), when)
