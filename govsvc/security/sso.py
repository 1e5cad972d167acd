"""Single sign-on: the people whom an identity provider has named, and the rules for their roles.

The role is looked up anew at each request: a rule that is removed holds no longer at once.
"""

import json
import re
from collections.abc import Sequence
from datetime import datetime

from govsvc.domain.database_address import DatabaseAddress
from govsvc.domain.errors import GovsvcError
from govsvc.security.access_settings import AccessSettings
from govsvc.security.account import Account, listed_texts, unit_names
from govsvc.security.accounts_database import access_tables, intact_values
from govsvc.security.audit_log import AuditLog
from govsvc.security.roles import BARRED, UPLOADER, VIEWER, Actor, Role
from govsvc.security.side_database import Row
from govsvc.security.sso_person import GROUPS, Person
from govsvc.security.sso_rules import (
    GRANTABLE,
    KINDS,
    Rule,
    account_for,
    checked_value,
    role_of_key,
)

#: keys of the settings; they stand in every database that has been used
_RULES, _DEFAULT_ROLE, _GROUPS_CLAIM = "single_rules", "single_unknown", "single_claim"


class SingleSignOn:
    """The rules of single sign-on of one database, and the people whom it has let in.

    Everything raises GovsvcError, and NotAllowed where `by` is no administrator.
    """

    def __init__(self, database: DatabaseAddress, log: AuditLog | None = None):
        self._file = access_tables(database)
        self._settings = AccessSettings(database, log or AuditLog(database))

    def account(self, name: str) -> Account | None:
        """The account of a person whom a provider once named, by the rules of now; else None."""
        row = self._person(name)
        if row is None:
            return None
        _, email, groups, provider = row
        with intact_values():
            person = Person(name, email, listed_texts(groups), provider)
        return account_for(person, self.rules(), self.default_role())

    def provider(self, name: str) -> str | None:
        """Through which provider that person came; None where there is no such person."""
        row = self._person(name)
        return None if row is None else str(row[3])

    def record(self, person: Person, now: datetime) -> Account:
        """Stores what the provider said of the person today; gives his account."""
        with self._file.writing() as writing:
            writing.rows(
                "write_person",
                name=person.name,
                email=person.email,
                groups=json.dumps(person.groups, ensure_ascii=False),
                provider=person.provider,
                seen_at=now.isoformat(" ", "seconds"),
            )
        return account_for(person, self.rules(), self.default_role())

    @intact_values()
    def rules(self) -> list[Rule]:
        return [
            Rule(kind, value, role_of_key(role), unit_names(units))
            for kind, value, role, units in json.loads(self._settings.all().get(_RULES, "[]"))
        ]

    @intact_values()
    def default_role(self) -> Role:
        """The role of people whom no rule fits: 查阅 or 不许进入."""
        return role_of_key(self._settings.all().get(_DEFAULT_ROLE, VIEWER.key))

    def groups_claim(self) -> str:
        """The claim that holds the groups."""
        return self._settings.all().get(_GROUPS_CLAIM, GROUPS)

    def set_rule(
        self, kind: str, value: str, role: Role, units: Sequence[str], by: Actor, when: datetime
    ) -> Rule:
        """Stores a rule, in place of one for the same e-mail, domain or group."""
        rule = Rule(kind, checked_value(kind, value), role, unit_names(units))
        if role not in GRANTABLE or rule.units and role != UPLOADER:
            raise GovsvcError(
                "只有填报可以限部门、乡镇。", f"角色选{UPLOADER.name}，或不限部门。", "single_rule"
            )
        self._save([*self._rules_but(rule.kind, rule.value), rule], by, when)
        return rule

    def remove_rule(self, kind: str, value: str, by: Actor, when: datetime) -> None:
        """Removes the rule for that e-mail, domain or group. Raises GovsvcError where there is
        none.
        """
        remaining = self._rules_but(kind, checked_value(kind, value))
        if len(remaining) == len(self.rules()):
            raise GovsvcError(
                f"没有{KINDS[kind]}“{value[:60]}”的规则。",
                "python -m govsvc sso list 列出全部。",
                "no_rule",
            )
        self._save(remaining, by, when)

    def set_default_role(self, role: Role, by: Actor, when: datetime) -> None:
        if role not in (VIEWER, BARRED):
            raise GovsvcError(
                "没有规则的人只能是查阅，或不许进入。",
                "要给更多权限，请按邮箱或组加规则。",
                "single_unknown",
            )
        shown = self.default_role().name, role.name
        name = "统一身份登录：没有规则的人"
        self._settings.set(_DEFAULT_ROLE, role.key, name, by, when, shown)

    def set_groups_claim(self, claim: str, by: Actor, when: datetime) -> None:
        if not re.fullmatch(r"[\w:/.-]{1,100}", claim):
            raise GovsvcError(
                f"“{claim[:40]}”不能作组的字段名。",
                "请按身份平台的说明填写，如 groups、roles。",
                "single_claim",
            )
        shown = self.groups_claim(), claim
        self._settings.set(_GROUPS_CLAIM, claim, "统一身份登录：组的字段", by, when, shown)

    def _person(self, name: str) -> Row | None:
        rows = self._file.rows("read_person", name=name)
        return rows[0] if rows else None

    def _rules_but(self, kind: str, value: str) -> list[Rule]:
        return [rule for rule in self.rules() if (rule.kind, rule.value) != (kind, value)]

    def _save(self, rules: Sequence[Rule], by: Actor, when: datetime) -> None:
        before = self.rules()
        removed = [rule.description for rule in before if rule not in rules]
        added = [rule.description for rule in rules if rule not in before]
        text = json.dumps(
            [(rule.kind, rule.value, rule.role.key, rule.units) for rule in rules],
            ensure_ascii=False,
        )
        shown = "；".join(removed), "；".join(added)
        self._settings.set(_RULES, text, "统一身份登录：角色规则", by, when, shown)
