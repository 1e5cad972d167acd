"""One account: role, units and state; the keys under which its name is compared and counted."""

import hashlib
import json
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from govsvc.security import roles
from govsvc.security.accounts_database import intact_values
from govsvc.security.roles import UPLOADER, Actor, Role
from govsvc.security.side_database import Row


@dataclass(frozen=True, slots=True)
class Account:
    """One account.

    `units`: those that a 填报 account is limited to; none where it is not limited. `must_change`:
    its password was given to it and is only good for choosing another. `is_sso`: it is of somebody
    whom an identity provider named, and has no password.
    """

    name: str
    role: Role
    units: tuple[str, ...]
    password_hash: str
    must_change: bool
    is_disabled: bool
    made_at: str
    seen_at: str
    is_sso: bool = False

    def actor(self, source: str) -> Actor:
        """Who acts when this account does something from that address."""
        units = self.units if self.role == UPLOADER else ()
        return Actor(self.name, self.role, units, source, self.name)

    @property
    def state(self) -> str:
        """停用、待换密码（its password was given to it）or 正常."""
        return "停用" if self.is_disabled else "待换密码" if self.must_change else "正常"

    @property
    def description(self) -> str:
        """Role, units and state, for the log."""
        return role_and_units(self.role, self.units) + ("，已停用" if self.is_disabled else "")


def account_key(name: str) -> str:
    """A name in the form in which names are compared, however it was typed."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def failure_key(name: str) -> str:
    """The key under which an account's failures to sign in are counted.

    Somebody's password, typed in the wrong field, must not stand in the file: hence the hash.
    """
    return "account:" + hashlib.sha256(account_key(name).encode()).hexdigest()


def role_and_units(role: Role, units: Sequence[str]) -> str:
    """填报（限公安局、民政局）: units are named only for a 填报 account that is limited."""
    limit = f"（限{'、'.join(units)}）" if units and role == UPLOADER else ""
    return f"{role.name}{limit}"


def unit_names(units: Sequence[str]) -> tuple[str, ...]:
    """The names without blanks and repetitions, in the order given."""
    return tuple(dict.fromkeys(unit.strip() for unit in units if unit.strip()))


def listed_texts(text: str) -> tuple[str, ...]:
    """The texts of a JSON list. Raises ValueError where it is none."""
    texts = json.loads(text)
    if not isinstance(texts, list) or not all(isinstance(entry, str) for entry in texts):
        raise ValueError(text)
    return tuple(texts)


@intact_values()
def account_of(row: Row) -> Account:
    """The account of a row of read_account.sql or read_accounts.sql. Raises GovsvcError."""
    name, role, units, digest, must_change, is_disabled, made_at, seen_at = row
    return Account(
        name,
        roles.by_key(role),
        listed_texts(units),
        digest,
        bool(must_change),
        bool(is_disabled),
        made_at,
        seen_at,
    )
