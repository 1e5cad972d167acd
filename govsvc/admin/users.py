"""What can be asked about accounts by who has the machine: for the command line and the running app
alike.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path

from govsvc.domain.errors import GovsvcError
from govsvc.domain.roster import Roster
from govsvc.security import COMMAND_LINE, ROLES, UPLOADER, Role
from govsvc.security.accounts import Account, Accounts
from govsvc.store import open_store


def role_of(text: str) -> Role:
    """By its name or key. Raises GovsvcError."""
    for role in ROLES:
        if text.strip() in (role.name, role.key):
            return role
    raise GovsvcError(
        f"没有“{text[:20]}”这种角色。",
        f"角色有：{'、'.join(role.name for role in ROLES)}。",
        "no_role",
    )


def known_units(roster: Roster, names: Sequence[str]) -> list[str]:
    """The units by the names they have in the roster.

    Raises GovsvcError where it has none of that name.
    """
    found = []
    for name in names:
        unit = roster.resolve(name)
        if unit is None:
            near = get_close_matches(name, [unit.name for unit in roster.units], n=1, cutoff=0)
            step = f"最接近的是{near[0]}；请核对单位名称。" if near else "请先导入数据或单位名录。"
            raise GovsvcError(f"单位名录里没有“{name[:40]}”。", step, "unit_unknown")
        found.append(unit.name)
    return found


def run(accounts: Accounts, database: Path, values: Mapping[str, object], now: datetime) -> dict:
    """Does one action in the name of the command line.

    What it gives may hold a one-time password, which stands nowhere else. Raises GovsvcError.
    """
    return _ACTIONS[values["action"]](accounts, database, values, now)


def _list(accounts: Accounts, database: Path, values: Mapping, now: datetime) -> dict:
    return {"accounts": [_said(account) for account in accounts.all()], "is_open": accounts.is_open}


def _add(accounts: Accounts, database: Path, values: Mapping, now: datetime) -> dict:
    role = role_of(values["role"])
    password = accounts.add(
        values["name"], role, _units(database, values, role) or [], COMMAND_LINE, now
    )
    return {"account": _said(accounts.get(values["name"])), "password": password}


def _role(accounts: Accounts, database: Path, values: Mapping, now: datetime) -> dict:
    role = role_of(values["role"])
    units = [] if values["is_all"] else _units(database, values, role)
    return {
        "account": _said(accounts.change(values["name"], COMMAND_LINE, now, role=role, units=units))
    }


def _reset(accounts: Accounts, database: Path, values: Mapping, now: datetime) -> dict:
    password = accounts.reset(values["name"], COMMAND_LINE, now)
    return {"account": _said(accounts.get(values["name"])), "password": password}


def _disable(accounts: Accounts, database: Path, values: Mapping, now: datetime) -> dict:
    return {"account": _said(accounts.change(values["name"], COMMAND_LINE, now, is_disabled=True))}


def _enable(accounts: Accounts, database: Path, values: Mapping, now: datetime) -> dict:
    return {"account": _said(accounts.change(values["name"], COMMAND_LINE, now, is_disabled=False))}


def _units(database: Path, values: Mapping, role: Role) -> list[str] | None:
    """The units that are named; None where none is."""
    if not values["units"]:
        return None
    if role != UPLOADER:
        raise GovsvcError(
            f"“{role.name}”不限单位。",
            f"只有“{UPLOADER.name}”可以限指定的部门、乡镇。",
            "role_without_units",
        )
    return known_units(open_store(database).settings.roster(), values["units"])


def _said(account: Account) -> dict:
    units = list(account.actor("").units)
    return {
        "name": account.name,
        "role": account.role.name,
        "units": units,
        "seen_at": account.seen_at,
        "state": account.state,
    }


#: action → what it does
_ACTIONS: dict[str, Callable[[Accounts, Path, Mapping, datetime], dict]] = {
    "list": _list,
    "add": _add,
    "role": _role,
    "reset": _reset,
    "disable": _disable,
    "enable": _enable,
}
