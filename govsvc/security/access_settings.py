"""Settings of who may enter, kept beside the accounts; each change stands in the 操作日志."""

from datetime import datetime
from pathlib import Path

from govsvc.security import audit_kinds
from govsvc.security.accounts_database import AccountsDatabase
from govsvc.security.audit_log import AuditLog
from govsvc.security.roles import Actor, Right

_IS_OPEN_TEXTS = {True: "不登录也可以查看", False: "登录后才能查看"}


class AccessSettings:
    """The settings of one database that say who may enter."""

    def __init__(self, database: Path, log: AuditLog):
        self._file, self._log = AccountsDatabase(database), log

    def all(self) -> dict[str, str]:
        """Key → value, of the settings that were ever set."""
        return dict(self._file.rows("read_access_settings"))

    @property
    def is_open(self) -> bool:
        """Whether those who have not signed in may look."""
        return self.all().get("is_open", "yes") == "yes"

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
        """Opens or closes the view to those who have not signed in."""
        shown = _IS_OPEN_TEXTS[self.is_open], _IS_OPEN_TEXTS[is_open]
        self.set("is_open", "yes" if is_open else "no", "查看权限", by, when, shown)
