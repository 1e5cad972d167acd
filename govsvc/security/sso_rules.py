"""Rules of single sign-on: which role a person gets by e-mail, e-mail domain or group."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from govsvc.domain.errors import GovsvcError
from govsvc.security.account import Account, role_and_units
from govsvc.security.roles import BARRED, ROLES, Role
from govsvc.security.sso_person import EMAIL_SHAPE, LONGEST, Person

EMAIL, DOMAIN, GROUP = "email", "domain", "group"
#: kind of a rule → what it is called
KINDS = {EMAIL: "邮箱", DOMAIN: "邮箱域名", GROUP: "组"}
#: roles that a rule may give; the last keeps out
GRANTABLE = (*ROLES, BARRED)
_DOMAIN_SHAPE = re.compile(r"[^\s@.]+(\.[^\s@.]+)+")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of single sign-on: whoever has that e-mail, domain or group gets that role, as 填报
    for these `units` alone.
    """

    kind: str
    value: str
    role: Role
    units: tuple[str, ...] = ()

    @property
    def description(self) -> str:
        return f"{KINDS[self.kind]} {self.value}：{role_and_units(self.role, self.units)}"

    def fits(self, person: Person) -> bool:
        if self.kind == GROUP:
            return self.value in person.groups
        own = person.email if self.kind == EMAIL else person.email.rpartition("@")[2]
        return bool(person.email) and self.value == own


def account_for(person: Person, rules: Sequence[Rule], default: Role) -> Account:
    """The person's account by the rules; `default`: the role where no rule fits.

    A rule for his own e-mail decides. Else a rule that keeps him out; else of the roles that fit
    the one with most rights, limited to all the units that its rules name.
    """
    fitting = [rule for rule in rules if rule.fits(person)]
    deciding = [rule for rule in fitting if rule.kind == EMAIL] or fitting
    rank = {role: number for number, role in enumerate(GRANTABLE)}
    role = max((rule.role for rule in deciding), key=rank.__getitem__, default=default)
    units = _all_units([rule.units for rule in deciding if rule.role == role])
    return Account(person.name, role, units, "", False, role == BARRED, "", "", is_sso=True)


def _all_units(limits: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """All units that the limits name; none where one of the limits is empty: it limits nothing."""
    if not all(limits):
        return ()
    return tuple(dict.fromkeys(unit for limit in limits for unit in limit))


def role_of_key(key: str) -> Role:
    """The role that a rule gives by that key. Raises KeyError where no rule may give it."""
    return {role.key: role for role in GRANTABLE}[key]


def checked_value(kind: str, value: str) -> str:
    """The e-mail, domain or group as a rule holds it. Raises GovsvcError where it is none."""
    if kind == DOMAIN:
        value = _folded(value).removeprefix("@")
    else:
        value = _folded(value) if kind == EMAIL else value.strip()
    shape = {EMAIL: EMAIL_SHAPE, DOMAIN: _DOMAIN_SHAPE}.get(kind)
    has_shape = bool(shape.fullmatch(value) if shape else value)
    if not has_shape or not value.isprintable() or len(value) > LONGEST:
        raise GovsvcError(
            f"“{value[:60]}”不是{KINDS[kind]}。",
            "邮箱如 zhang@county.gov.cn，域名如 county.gov.cn；组按身份平台中的写法填写。",
            "single_value",
        )
    return value


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()
