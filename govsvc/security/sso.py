"""Single sign-on: whom a provider of identities has named, and the role that the settings give him,
by e-mail or by group.

The role is looked up anew whenever he asks: a rule that is taken back holds at once.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from govsvc.domain.errors import GovsvcError
from govsvc.security.accounts import Account, Accounts
from govsvc.security.accounts_database import AccountsDatabase
from govsvc.security.audit_log import AuditLog
from govsvc.security.roles import BARRED, ROLES, UPLOADER, VIEWER, Actor, Role

EMAIL, DOMAIN, GROUP = "email", "domain", "group"
#: kind of a rule → what it is called
KINDS = {EMAIL: "邮箱", DOMAIN: "邮箱域名", GROUP: "组"}
#: the claim that holds the groups, where the settings name no other
GROUPS = "groups"
#: what a rule may give; the last keeps out
GRANTABLE = (*ROLES, BARRED)
_EMAIL, _DOMAIN = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+"), re.compile(r"[^\s@.]+(\.[^\s@.]+)+")
_RULES, _UNKNOWN, _CLAIM = "single_rules", "single_unknown", "single_claim"
_MOST_GROUPS, _LONGEST = 200, 200


@dataclass(frozen=True, slots=True)
class Person:
    """`name` is his alone: with his e-mail where the provider has verified it, else with a mark of
    who he is to the provider. No account can have it.
    """

    name: str
    email: str
    groups: tuple[str, ...]
    provider: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """Who has that e-mail, domain or group is given that role; `units`: that a 填报 is limited to."""

    kind: str
    value: str
    role: Role
    units: tuple[str, ...] = ()

    @property
    def description(self) -> str:
        limit = f"（限{'、'.join(self.units)}）" if self.units and self.role == UPLOADER else ""
        return f"{KINDS[self.kind]} {self.value}：{self.role.name}{limit}"

    def fits(self, person: Person) -> bool:
        if self.kind == GROUP:
            return self.value in person.groups
        return bool(person.email) and self.value == (
            person.email if self.kind == EMAIL else person.email.rpartition("@")[2]
        )


def person_of(
    claims: Mapping[str, object], groups: str = GROUPS, provider: str = ""
) -> Person | None:
    """Who the provider says it is; None where it names nobody.

    An e-mail counts only where the provider has verified it.
    """
    subject, issuer = claims.get("sub"), claims.get("iss")
    if not isinstance(subject, str) or not subject or not isinstance(issuer, str):
        return None
    email, shown = claims.get("email"), claims.get("name") or claims.get("preferred_username")
    is_verified = claims.get("email_verified") is True or claims.get("email_verified") == "true"
    email = email.strip() if isinstance(email, str) and is_verified else ""
    is_plain = (
        email.isascii() and email.isprintable() and len(email) <= _LONGEST
    )  # other letters may fold into those of somebody else's address
    email = email.lower() if is_plain and _EMAIL.fullmatch(email) else ""
    mark = (
        email
        or "#" + hashlib.sha256(f"{issuer}\n{subject}".encode("utf-8", "replace")).hexdigest()[:12]
    )
    words = (
        " ".join(
            "".join(
                letter if letter.isprintable() else " "
                for letter in shown
                if unicodedata.category(letter) != "Cf"
            ).split()
        )[:30]
        if isinstance(shown, str)
        else ""
    )
    named = claims.get(groups)
    found = [named] if isinstance(named, str) else named if isinstance(named, Sequence) else []
    return Person(
        f"{words or '统一身份'} {mark}",
        email,
        tuple(group[:_LONGEST] for group in found if isinstance(group, str))[:_MOST_GROUPS],
        provider,
    )


def given(person: Person, rules: Sequence[Rule], unknown: Role) -> Account:
    """His account by the rules.

    That of his own e-mail decides; else one that keeps out; else the role with most rights, of all
    units that any names.
    """
    fitting = [rule for rule in rules if rule.fits(person)]
    fitting = [rule for rule in fitting if rule.kind == EMAIL] or fitting
    order = {role: number for number, role in enumerate(ROLES)} | {BARRED: len(ROLES)}
    role = max((rule.role for rule in fitting), key=order.__getitem__, default=unknown)
    limits = [rule.units for rule in fitting if rule.role == role]
    units = tuple(dict.fromkeys(unit for limit in limits for unit in limit)) if all(limits) else ()
    return Account(person.name, role, units, "", False, role == BARRED, "", "", is_sso=True)


class SingleSignOn:
    """The settings of single sign-on of one database, and whom it has let in.

    Everything raises GovsvcError.
    """

    def __init__(self, database: Path, log: AuditLog | None = None):
        self._file, self._accounts = AccountsDatabase(database), Accounts(database, log)

    def account(self, name: str) -> Account | None:
        """The account of one who has come through a provider, by the rules of now; None where there
        is no such person.
        """
        found = self._file.rows("read_person", name=name)
        if not found:
            return None
        _, email, groups, provider = found[0]
        return given(
            Person(name, email, tuple(json.loads(groups)), provider),
            self.rules(),
            self.default_role(),
        )

    def provider(self, name: str) -> str | None:
        """Through which provider he came; None where there is no such person."""
        found = self._file.rows("read_person", name=name)
        return found[0][3] if found else None

    def keep(self, person: Person, now: datetime) -> Account:
        """Notes what the provider said of him today; gives his account."""
        with self._file.writing() as writing:
            writing.rows(
                "write_person",
                name=person.name,
                email=person.email,
                groups=json.dumps(person.groups, ensure_ascii=False),
                provider=person.provider,
                seen_at=now.isoformat(" ", "seconds"),
            )
        return given(person, self.rules(), self.default_role())

    # -- settings ------------------------------------------------------------------------

    def rules(self) -> list[Rule]:
        return [
            Rule(kind, value, _role(role), tuple(units))
            for kind, value, role, units in json.loads(self._accounts.settings().get(_RULES, "[]"))
        ]

    def default_role(self) -> Role:
        """What somebody is given whom no rule fits: 查阅 or nothing."""
        return _role(self._accounts.settings().get(_UNKNOWN, VIEWER.key))

    def groups_claim(self) -> str:
        """The claim that holds the groups."""
        return self._accounts.settings().get(_CLAIM, GROUPS)

    def set_rule(
        self, kind: str, value: str, role: Role, units: Sequence[str], by: Actor, when: datetime
    ) -> Rule:
        """Keeps a rule, in place of one for the same e-mail, domain or group."""
        rule = Rule(
            kind,
            self._value(kind, value),
            role,
            tuple(dict.fromkeys(unit.strip() for unit in units if unit.strip())),
        )
        if role not in GRANTABLE or rule.units and role != UPLOADER:
            raise GovsvcError(
                "只有填报可以限部门、乡镇。", f"角色选{UPLOADER.name}，或不限部门。", "single_rule"
            )
        self._save(
            [
                *(
                    other
                    for other in self.rules()
                    if (other.kind, other.value) != (rule.kind, rule.value)
                ),
                rule,
            ],
            by,
            when,
        )
        return rule

    def remove_rule(self, kind: str, value: str, by: Actor, when: datetime) -> None:
        """Removes a rule. Raises GovsvcError where there is none."""
        wanted = (kind, self._value(kind, value))
        kept = [rule for rule in self.rules() if (rule.kind, rule.value) != wanted]
        if len(kept) == len(self.rules()):
            raise GovsvcError(
                f"没有{KINDS[kind]}“{value[:60]}”的规则。",
                "python -m govsvc sso list 列出全部。",
                "no_rule",
            )
        self._save(kept, by, when)

    def set_default_role(self, role: Role, by: Actor, when: datetime) -> None:
        if role not in (VIEWER, BARRED):
            raise GovsvcError(
                "没有规则的人只能是查阅，或不许进入。",
                "要给更多权限，请按邮箱或组加规则。",
                "single_unknown",
            )
        self._accounts.set(
            _UNKNOWN,
            role.key,
            "统一身份登录：没有规则的人",
            by,
            when,
            (self.default_role().name, role.name),
        )

    def set_groups_claim(self, name: str, by: Actor, when: datetime) -> None:
        if not re.fullmatch(r"[\w:/.-]{1,100}", name):
            raise GovsvcError(
                f"“{name[:40]}”不能作组的字段名。",
                "请照身份平台的说明填写，如 groups、roles。",
                "single_claim",
            )
        self._accounts.set(
            _CLAIM, name, "统一身份登录：组的字段", by, when, (self.groups_claim(), name)
        )

    def _save(self, rules: Sequence[Rule], by: Actor, when: datetime) -> None:
        before = self.rules()
        gone, come = (
            [rule.description for rule in before if rule not in rules],
            [rule.description for rule in rules if rule not in before],
        )
        text = json.dumps(
            [(rule.kind, rule.value, rule.role.key, rule.units) for rule in rules],
            ensure_ascii=False,
        )
        self._accounts.set(
            _RULES, text, "统一身份登录：角色规则", by, when, ("；".join(gone), "；".join(come))
        )

    def _value(self, kind: str, value: str) -> str:
        value = (
            _folded(value).removeprefix("@")
            if kind == DOMAIN
            else _folded(value)
            if kind == EMAIL
            else value.strip()
        )
        is_good = {EMAIL: _EMAIL.fullmatch(value), DOMAIN: _DOMAIN.fullmatch(value), GROUP: value}[
            kind
        ]
        if not is_good or not value.isprintable() or len(value) > _LONGEST:
            raise GovsvcError(
                f"“{value[:60]}”不是{KINDS[kind]}。",
                "邮箱如 zhang@county.gov.cn，域名如 county.gov.cn；组照身份平台里的写法。",
                "single_value",
            )
        return value


def _role(key: str) -> Role:
    return {role.key: role for role in GRANTABLE}[key]


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()
