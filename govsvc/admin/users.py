"""Commands on accounts by whoever has the machine: for the command line and the running app."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from difflib import get_close_matches
from typing import Any

from govsvc.admin.app_client import Answer
from govsvc.domain.database_address import DatabaseAddress
from govsvc.domain.errors import GovsvcError
from govsvc.domain.roster import Roster
from govsvc.security import COMMAND_LINE, ROLES, UPLOADER, Role
from govsvc.security.account import Account
from govsvc.security.accounts import Accounts
from govsvc.store import open_store

#: the values of a command, as they come from JSON: action, name, role, units, is_all
Values = Mapping[str, Any]


#: the action that makes an administrator in the place of accounts that are lost
BEGIN_ANEW = "new-administrator"


def role_of(text: str) -> Role:
    """The role of that name or key. Raises GovsvcError."""
    for role in ROLES:
        if text.strip() in (role.name, role.key):
            return role
    raise GovsvcError(
        f"没有“{text[:20]}”这种角色。",
        f"角色有：{'、'.join(role.name for role in ROLES)}。",
        "no_role",
    )


def known_units(roster: Roster, names: Sequence[str]) -> list[str]:
    """The names that these units have in the roster.

    Raises GovsvcError where the roster has no unit of that name.
    """
    known = []
    for name in names:
        unit = roster.resolve(name)
        if unit is None:
            near = get_close_matches(name, [unit.name for unit in roster.units], n=1, cutoff=0)
            step = f"最接近的是{near[0]}；请核对单位名称。" if near else "请先导入数据或单位名录。"
            raise GovsvcError(f"单位名录里没有“{name[:40]}”。", step, "unit_unknown")
        known.append(unit.name)
    return known


def run(accounts: Accounts, data: DatabaseAddress, values: Values, now: datetime) -> Answer:
    """Does one action in the name of the command line.

    The answer may hold a one-time password, which stands nowhere else. Raises GovsvcError, also
    where the accounts are lost, for all but what begins them anew.
    """
    if values["action"] != BEGIN_ANEW:
        accounts.settings.refuse_lost()
    return _ACTIONS[values["action"]](accounts, data, values, now)


def _list(accounts: Accounts, data: DatabaseAddress, values: Values, now: datetime) -> Answer:
    return {
        "accounts": [_account_json(account) for account in accounts.all()],
        "is_open": accounts.settings.is_open,
    }


def _add(accounts: Accounts, data: DatabaseAddress, values: Values, now: datetime) -> Answer:
    role = role_of(values["role"])
    password = accounts.add(
        values["name"], role, _units(data, values, role) or [], COMMAND_LINE, now
    )
    return {"account": _account_json(accounts.require(values["name"])), "password": password}


def _begin_anew(
    accounts: Accounts, database: DatabaseAddress, values: Values, now: datetime
) -> Answer:
    password = accounts.begin_anew(values["name"], COMMAND_LINE, now)
    return {"account": _account_json(accounts.all()[0]), "password": password}


def _role(accounts: Accounts, data: DatabaseAddress, values: Values, now: datetime) -> Answer:
    role = role_of(values["role"])
    units = [] if values["is_all"] else _units(data, values, role)
    return {
        "account": _account_json(
            accounts.change(values["name"], COMMAND_LINE, now, role=role, units=units)
        )
    }


def _reset(accounts: Accounts, data: DatabaseAddress, values: Values, now: datetime) -> Answer:
    password = accounts.reset(values["name"], COMMAND_LINE, now)
    return {"account": _account_json(accounts.require(values["name"])), "password": password}


def _disable(
    accounts: Accounts, database: DatabaseAddress, values: Values, now: datetime
) -> Answer:
    return {
        "account": _account_json(
            accounts.change(values["name"], COMMAND_LINE, now, is_disabled=True)
        )
    }


def _enable(accounts: Accounts, data: DatabaseAddress, values: Values, now: datetime) -> Answer:
    return {
        "account": _account_json(
            accounts.change(values["name"], COMMAND_LINE, now, is_disabled=False)
        )
    }


def _units(data: DatabaseAddress, values: Values, role: Role) -> list[str] | None:
    """The units that are named, None where none is. Raises GovsvcError."""
    if not values["units"]:
        return None
    if role != UPLOADER:
        raise GovsvcError(
            f"“{role.name}”不限单位。",
            f"只有“{UPLOADER.name}”可以限指定的部门、乡镇。",
            "role_without_units",
        )
    return known_units(open_store(data).settings.roster(), values["units"])


def _account_json(account: Account) -> Answer:
    units = list(account.actor("").units)
    return {
        "name": account.name,
        "role": account.role.name,
        "units": units,
        "seen_at": account.seen_at,
        "state": account.state,
    }


#: action → its function
_ACTIONS: dict[str, Callable[[Accounts, DatabaseAddress, Values, datetime], Answer]] = {
    "list": _list,
    "add": _add,
    BEGIN_ANEW: _begin_anew,
    "role": _role,
    "reset": _reset,
    "disable": _disable,
    "enable": _enable,
}
