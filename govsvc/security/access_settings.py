"""Settings of who may enter, kept beside the accounts; each change stands in the 操作日志.

Whether one may look without signing in is kept with the data, too: the stricter of both holds.
"""

from datetime import datetime

from govsvc.domain.database_address import DatabaseAddress
from govsvc.domain.errors import GovsvcError, StoreError
from govsvc.security import access_in_data, audit_kinds
from govsvc.security.access_in_data import AccessInData, WithoutData
from govsvc.security.accounts_database import AccountsDatabase, access_tables
from govsvc.security.audit_log import AuditLog
from govsvc.security.roles import Actor, Right
from govsvc.security.side_tables import SideTables

_IS_OPEN_TEXTS = {True: "不登录也可以查看", False: "登录后才能查看"}


def is_open_in(accounts: SideTables) -> bool:
    """Whether what lies there lets those look who have not signed in. Raises GovsvcError."""
    settings: dict[str, str] = dict(accounts.rows("read_access_settings"))
    return settings.get("is_open", "yes") == "yes"


class AccessSettings:
    """The settings of one database that say who may enter. `data`: what its data remember."""

    def __init__(self, database: DatabaseAddress, log: AuditLog, data: AccessInData | None = None):
        self._file, self._log = access_tables(database), log
        self._data = data or WithoutData()

    def all(self) -> dict[str, str]:
        """Key → value, of the settings that were ever set."""
        return dict(self._file.rows("read_access_settings"))

    @property
    def is_open(self) -> bool:
        """Whether those who have not signed in may look.

        Not where the accounts or the data say no, where the accounts are lost, nor where the data
        cannot be read.
        """
        if not is_open_in(self._file):
            return False
        try:
            known = self._data.read()
            return not (known.is_closed or known.has_accounts and self._are_none)
        except StoreError:
            return False

    def are_accounts_lost(self) -> bool:
        """Whether there are no accounts although the data remember some.

        Raises StoreError where there are none and the data cannot be read.
        """
        return self._are_none and self._data.read().has_accounts

    @property
    def _are_none(self) -> bool:
        return not self._file.rows("read_accounts")

    def refuse_lost(self) -> None:
        """Raises GovsvcError where the accounts are lost."""
        if self.are_accounts_lost():
            raise access_in_data.lost(self._file.where, isinstance(self._file, AccountsDatabase))

    def fault(self) -> GovsvcError | None:
        """Why nobody may look without signing in although that may not have been switched off:
        the accounts are lost, or the data cannot be read.
        """
        try:
            self._data.read()
            self.refuse_lost()
        except GovsvcError as error:
            return error
        return None

    def set(
        self,
        key: str,
        value: str,
        name: str,
        by: Actor,
        when: datetime,
        shown: tuple[str, str] | None = None,
    ) -> None:
        """Stores a setting.

        `name`: what the log calls it; `shown`: how the log words values before and after, where it
        does not show them as they are. Raises NotAllowed where `by` is no administrator.
        """
        by.require(Right.MANAGE, "改设置")
        before, after = shown or (self.all().get(key, ""), value)
        with self._file.writing() as writing:
            writing.rows("write_access_setting", key=key, value=value)
        self._log.add(
            audit_kinds.SETTING,
            when,
            actor=by.name,
            source=by.source,
            subject=name,
            before=before,
            after=after,
        )

    def set_open(self, is_open: bool, by: Actor, when: datetime) -> None:
        """Opens or closes the view to those who have not signed in.

        Raises StoreError where the data cannot note it; nothing is changed then.
        """
        shown = _IS_OPEN_TEXTS[self.is_open], _IS_OPEN_TEXTS[is_open]
        self._data.set_closed(not is_open, by, when)
        self.set("is_open", "yes" if is_open else "no", "查看权限", by, when, shown)
