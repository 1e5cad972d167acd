"""Accounts: who there is, in which role, for which units.

Changed by administrators alone, and each change is told to the 操作日志.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from govsvc.domain.errors import GovsvcError
from govsvc.security import audit_kinds, passwords, roles
from govsvc.security.accounts_database import AccountsDatabase
from govsvc.security.audit_log import AuditLog
from govsvc.security.roles import ADMINISTRATOR, UPLOADER, Actor, Right, Role
from govsvc.security.side_database import Writing

FIRST = "admin"
#: by which the 操作日志 calls who has no account
_RESERVED = {"系统", "命令行", "未登录", "本机", "演示"}
_NAME = re.compile(r"[\w.@-]{2,30}")


@dataclass(frozen=True, slots=True)
class Account:
    """`units`: that a 填报 account is limited to.

    `must_change`: its password was given to it and is good for changing it alone.

    `is_sso`: it is that of somebody whom a provider of identities named, and has no password.
    """

    name: str
    role: Role
    units: tuple[str, ...]
    hash: str
    must_change: bool
    is_disabled: bool
    made_at: str
    seen_at: str
    is_sso: bool = False

    def actor(self, source: str) -> Actor:
        return Actor(
            self.name, self.role, self.units if self.role == UPLOADER else (), source, self.name
        )

    @property
    def state(self) -> str:
        """停用、待换密码（its password was given to it）or 正常."""
        return "停用" if self.is_disabled else "待换密码" if self.must_change else "正常"

    @property
    def description(self) -> str:
        """Role, units and state, for the log."""
        limit = f"（限{'、'.join(self.units)}）" if self.units and self.role == UPLOADER else ""
        return f"{self.role.name}{limit}" + ("，已停用" if self.is_disabled else "")


def key_of(name: str) -> str:
    """What is compared: however the name was typed."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def failure_key(name: str) -> str:
    """Where an account's failures to sign in are counted.

    What may be somebody's password, typed in the wrong field, is not kept as it was typed.
    """
    return "account:" + hashlib.sha256(key_of(name).encode()).hexdigest()


class Accounts:
    """The accounts of one database.

    Safe between threads and processes; everything raises GovsvcError.
    """

    def __init__(self, database: Path, log: AuditLog | None = None):
        self._file, self._log = AccountsDatabase(database), log or AuditLog(database)

    @property
    def path(self) -> Path:
        return self._file.path

    def all(self) -> list[Account]:
        return [_account(row) for row in self._file.rows("read_accounts")]

    def get(self, name: str) -> Account | None:
        found = self._file.rows("read_account", key=key_of(name))
        return _account(found[0]) if found else None

    def make_first(self, when: datetime) -> tuple[str, str] | None:
        """Where there is no account: makes the administrator and gives its name and one-time
        password.
        """
        password = passwords.one_time()
        digest = passwords.hashed(password) if not self._file.rows("read_accounts") else ""
        with self._file.writing() as writing:
            if writing.rows("read_accounts"):
                return None
            self._insert(writing, FIRST, ADMINISTRATOR, (), digest, when)
        self._tell(roles.system_actor(), when, FIRST, "", f"{ADMINISTRATOR.name}（第一个账号）")
        return FIRST, password

    def add(
        self,
        name: str,
        role: Role,
        units: Sequence[str],
        by: Actor,
        when: datetime,
        password: str | None = None,
    ) -> str:
        """Makes an account; gives its password, a one-time one where none is given.

        Raises GovsvcError where the name is taken or no name.
        """
        by.require(Right.MANAGE, "管理用户")
        name = unicodedata.normalize("NFKC", name).strip()
        if not _NAME.fullmatch(name) or key_of(name) in _RESERVED:
            raise GovsvcError(
                f"“{name[:40]}”不能作账号名。",
                "账号名用2到30个汉字、字母、数字，可以有 . - _ @。",
                "account_name",
            )
        if password is not None:
            passwords.refuse_weak(password, name)
        given = password or passwords.one_time()
        digest = passwords.hashed(given)
        with self._file.writing() as writing:
            if writing.rows("read_account", key=key_of(name)):
                raise GovsvcError(
                    f"账号“{name}”已经有了。",
                    "请换一个名称；忘记密码的，重置密码。",
                    "account_taken",
                )
            self._insert(writing, name, role, units, digest, when)
        self._tell(by, when, name, "没有", self._there(name).description)
        return given

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
        """Changes role, units or state; ends the account's sessions.

        Raises GovsvcError where no administrator would be left.
        """
        by.require(Right.MANAGE, "管理用户")
        with self._file.writing() as writing:
            known = self._there(name, writing)
            changed = {
                "role": (role or known.role).key,
                "units": _units(known.units if units is None else units),
                "is_disabled": int(known.is_disabled if is_disabled is None else is_disabled),
            }
            writing.rows("update_account", key=key_of(name), **changed)
            was_one = known.role == ADMINISTRATOR and not known.is_disabled
            if was_one and not any(
                found.role == ADMINISTRATOR and not found.is_disabled
                for found in map(_account, writing.rows("read_accounts"))
            ):
                raise GovsvcError(
                    f"“{known.name}”是唯一的管理员，不能停用或换成别的角色。",
                    "请先另设一个管理员。",
                    "last_administrator",
                )
            writing.rows("delete_sessions", account=known.name)
            now = self._there(name, writing)
        self._tell(by, when, known.name, known.description, now.description)
        return now

    def reset(self, name: str, by: Actor, when: datetime) -> str:
        """Gives the account a one-time password, which is given; ends its sessions and its waiting."""
        by.require(Right.MANAGE, "管理用户")
        password = passwords.one_time()
        digest = passwords.hashed(password)
        with self._file.writing() as writing:
            known = self._there(name, writing)
            writing.rows("update_password", key=key_of(name), hash=digest, must_change=1)
            writing.rows("delete_sessions", account=known.name)
            writing.rows("delete_failure", place=failure_key(name))
        self._tell(by, when, known.name, "", "重置密码")
        return password

    # -- settings ------------------------------------------------------------------------

    def settings(self) -> dict[str, str]:
        return dict(self._file.rows("read_access_settings"))

    @property
    def is_open(self) -> bool:
        """Whether who has not signed in may look."""
        return self.settings().get("is_open", "yes") == "yes"

    def set(
        self,
        key: str,
        value: str,
        words: str,
        by: Actor,
        when: datetime,
        show: tuple[str, str] | None = None,
    ) -> None:
        """Keeps a setting.

        `words`: what it is called in the log; `show`: before and after as they are said there.
        """
        by.require(Right.MANAGE, "改设置")
        before = self.settings().get(key, "")
        with self._file.writing() as writing:
            writing.rows("write_access_setting", key=key, value=value)
        was, now = show or (before, value)
        self._log.add(
            audit_kinds.SETTING,
            when,
            actor=by.name,
            source=by.source,
            subject=words,
            before=was,
            after=now,
        )

    def set_open(self, is_open: bool, by: Actor, when: datetime) -> None:
        names = {True: "不登录也可以查看", False: "登录后才能查看"}
        self.set(
            "is_open",
            "yes" if is_open else "no",
            "查看权限",
            by,
            when,
            (names[self.is_open], names[is_open]),
        )

    # --------------------------------------------------------------------------------------------------------------

    def _insert(
        self,
        writing: Writing,
        name: str,
        role: Role,
        units: Sequence[str],
        digest: str,
        when: datetime,
    ) -> None:
        writing.rows(
            "insert_account",
            key=key_of(name),
            name=name,
            role=role.key,
            units=_units(units),
            hash=digest,
            made_at=when.isoformat(" ", "seconds"),
        )

    def _there(self, name: str, writing: Writing | None = None) -> Account:
        found = (writing or self._file).rows("read_account", key=key_of(name))
        if not found:
            raise GovsvcError(
                f"没有账号“{name[:40]}”。",
                "请核对账号名；python -m govsvc user list 列出全部。",
                "no_account",
            )
        return _account(found[0])

    def _tell(self, by: Actor, when: datetime, name: str, before: str, after: str) -> None:
        self._log.add(
            audit_kinds.ACCOUNT,
            when,
            actor=by.name,
            source=by.source,
            subject=name,
            before=before,
            after=after,
        )


def _units(units: Sequence[str]) -> str:
    return json.dumps(
        list(dict.fromkeys(unit.strip() for unit in units if unit.strip())), ensure_ascii=False
    )


def _account(row: tuple) -> Account:
    name, role, units, digest, must_change, is_disabled, made_at, seen_at = row
    return Account(
        name,
        roles.by_key(role),
        tuple(json.loads(units)),
        digest,
        bool(must_change),
        bool(is_disabled),
        made_at,
        seen_at,
    )
