"""Accounts: who there is, in which role, for which units.

Only administrators change them, and each change stands in the 操作日志.
"""

import json
import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from govsvc.domain.database_address import DatabaseAddress
from govsvc.domain.errors import GovsvcError
from govsvc.security import audit_kinds, passwords, roles, throttling, weak_passwords
from govsvc.security.access_in_data import AccessInData
from govsvc.security.access_settings import AccessSettings
from govsvc.security.account import Account, account_key, account_of, unit_names
from govsvc.security.accounts_database import AccountsDatabase, access_tables
from govsvc.security.audit_log import AuditLog
from govsvc.security.roles import ADMINISTRATOR, BARRED, Actor, Right, Role
from govsvc.security.side_database import Writing
from govsvc.security.side_tables import SideTables
from govsvc.security.sso import SingleSignOn

#: the account that the first start makes
FIRST = "admin"
#: names by which the 操作日志 calls those who have no account
_RESERVED = {"系统", "命令行", "未登录", "本机", "演示"}
_NAME = re.compile(r"[\w.@-]{2,30}")


class Accounts:
    """The accounts of one database.

    Safe between threads and processes. Everything raises GovsvcError, and NotAllowed where `by` may
    not manage accounts; nothing is changed then.
    """

    def __init__(
        self,
        database: DatabaseAddress,
        log: AuditLog | None = None,
        data: AccessInData | None = None,
    ):
        self._file, self._log = access_tables(database), log or AuditLog(database)
        self.settings = AccessSettings(database, self._log, data)
        self._sso = SingleSignOn(database, self._log)

    @property
    def path(self) -> Path:
        """The accounts' file. Raises GovsvcError where they lie on a server."""
        if not isinstance(self._file, AccountsDatabase):
            raise GovsvcError.of("not_a_file")
        return self._file.path

    def all(self) -> list[Account]:
        return [account_of(row) for row in self._file.rows("read_accounts")]

    def get(self, name: str) -> Account | None:
        rows = self._file.rows("read_account", key=account_key(name))
        return account_of(rows[0]) if rows else None

    def require(self, name: str) -> Account:
        """The account of that name. Raises GovsvcError where there is none."""
        return _required(self._file, name)

    def make_first(self, when: datetime) -> tuple[str, str] | None:
        """Makes the first administrator where there is no account at all.

        Gives its name and one-time password, None where there were accounts. Raises GovsvcError
        where the data remember accounts that are gone.
        """
        self.settings.refuse_lost()
        if self._file.rows("read_accounts"):
            return None
        password = passwords.one_time()
        digest = passwords.hashed(password)
        with self._file.writing() as writing:
            if writing.rows("read_accounts"):
                return None
            _insert(writing, FIRST, ADMINISTRATOR, (), digest, when)
        actor = roles.system_actor()
        self._record(actor, when, FIRST, "", f"{ADMINISTRATOR.name}（第一个账号）")
        return FIRST, password

    def begin_anew(self, name: str, by: Actor, when: datetime) -> str:
        """Makes an administrator in the place of accounts that are lost, and gives his one-time
        password. From then on only who signs in may look, and whom no rule of single sign-on fits
        is kept out.

        Raises GovsvcError where no accounts are lost, or the name will not do.
        """
        by.require(Right.MANAGE, "管理用户")
        name = _checked_name(name)
        if not self.settings.are_accounts_lost():
            raise GovsvcError(
                "账号没有丢失，没有另设管理员。",
                "忘记密码的，运行 python -m govsvc user reset 账号名。",
                "not_lost",
            )
        # first: nothing is open in between
        self.settings.set_open(False, by, when)
        self._sso.set_default_role(BARRED, by, when)
        password = passwords.one_time()
        digest = passwords.hashed(password)
        with self._file.writing() as writing:
            _insert(writing, name, ADMINISTRATOR, (), digest, when)
        self._record(by, when, name, "账号文件丢失", f"{ADMINISTRATOR.name}（重新设立）")
        return password

    def add(
        self,
        name: str,
        role: Role,
        units: Sequence[str],
        by: Actor,
        when: datetime,
        password: str | None = None,
    ) -> str:
        """Makes an account and gives its password, a one-time one where none is given.

        Raises GovsvcError where the name is taken or will not do, or the password is weak.
        """
        by.require(Right.MANAGE, "管理用户")
        self.settings.refuse_lost()
        name = _checked_name(name)
        if password is not None:
            weak_passwords.refuse_weak(password, name, units=units)
        new_password = password or passwords.one_time()
        digest = passwords.hashed(new_password)
        with self._file.writing() as writing:
            if writing.rows("read_account", key=account_key(name)):
                raise GovsvcError(
                    f"账号“{name}”已存在。",
                    "请换一个名称；忘记密码的，重置密码。",
                    "account_taken",
                )
            _insert(writing, name, role, units, digest, when)
        self._record(by, when, name, "没有", self.require(name).description)
        return new_password

    def change(
        self,
        name: str,
        by: Actor,
        when: datetime,
        *,
        role: Role | None = None,
        units: Sequence[str] | None = None,
        is_disabled: bool | None = None,
    ) -> Account:
        """Changes role, units or state, and ends the account's sessions.

        Raises GovsvcError where no administrator would be left.
        """
        by.require(Right.MANAGE, "管理用户")
        with self._file.writing() as writing:
            before = _required(writing, name)
            writing.rows(
                "update_account",
                key=account_key(name),
                role=(role or before.role).key,
                units=_units_json(before.units if units is None else units),
                is_disabled=int(before.is_disabled if is_disabled is None else is_disabled),
            )
            if _is_active_administrator(before):
                _require_an_administrator(writing, before.name)
            writing.rows("delete_sessions", account=before.name)
            after = _required(writing, name)
        self._record(by, when, before.name, before.description, after.description)
        return after

    def reset(self, name: str, by: Actor, when: datetime) -> str:
        """Gives the account a new one-time password, and returns it.

        Its sessions end, and so does its waiting after failures, and that of the addresses that it
        failed from: its owner is to sign in at once.
        """
        by.require(Right.MANAGE, "管理用户")
        password = passwords.one_time()
        sources = self._failed_from(name, when)
        digest = passwords.hashed(password)
        with self._file.writing() as writing:
            account = _required(writing, name)
            writing.rows("update_password", key=account_key(name), hash=digest, must_change=1)
            writing.rows("delete_sessions", account=account.name)
            throttling.end_waiting(writing, name, sources)
        self._record(by, when, account.name, "", "重置密码")
        return password

    def _failed_from(self, name: str, now: datetime) -> set[str]:
        """The addresses from which the account failed to sign in and may have to wait."""
        failures = self._log.entries(
            kind=audit_kinds.SIGN_IN_FAILED,
            actor=self.require(name).name,
            since=now - throttling.FORGOTTEN,
        )
        return {failure.source for failure in failures}

    def _record(self, by: Actor, when: datetime, name: str, before: str, after: str) -> None:
        self._log.add(
            audit_kinds.ACCOUNT,
            when,
            actor=by.name,
            source=by.source,
            subject=name,
            before=before,
            after=after,
        )


def _checked_name(name: str) -> str:
    """The name as it is kept. Raises GovsvcError where it will not do."""
    name = unicodedata.normalize("NFKC", name).strip()
    if not _NAME.fullmatch(name) or account_key(name) in _RESERVED:
        raise GovsvcError(
            f"“{name[:40]}”不能作账号名。",
            "账号名用2到30个汉字、字母、数字，可以有 . - _ @。",
            "account_name",
        )
    return name


def _required(file: SideTables | Writing, name: str) -> Account:
    rows = file.rows("read_account", key=account_key(name))
    if not rows:
        raise GovsvcError(
            f"没有账号“{name[:40]}”。",
            "请核对账号名；python -m govsvc user list 列出全部。",
            "no_account",
        )
    return account_of(rows[0])


def _insert(
    writing: Writing, name: str, role: Role, units: Sequence[str], digest: str, when: datetime
) -> None:
    writing.rows(
        "insert_account",
        key=account_key(name),
        name=name,
        role=role.key,
        units=_units_json(units),
        hash=digest,
        made_at=when.isoformat(" ", "seconds"),
    )


def _is_active_administrator(account: Account) -> bool:
    return account.role == ADMINISTRATOR and not account.is_disabled


def _require_an_administrator(writing: Writing, name: str) -> None:
    """Raises GovsvcError where no administrator is left after the change of account `name`."""
    if not any(map(_is_active_administrator, map(account_of, writing.rows("read_accounts")))):
        raise GovsvcError(
            f"“{name}”是唯一的管理员，不能停用或换成别的角色。",
            "请先另设一个管理员。",
            "last_administrator",
        )


def _units_json(units: Sequence[str]) -> str:
    return json.dumps(list(unit_names(units)), ensure_ascii=False)
