"""Reads of settings: the home county, the roster, rules, targets and how sheets were recognised."""

from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal

from govsvc.domain.county_directory import CountyDirectory
from govsvc.domain.feedback.measure_targets import kept_as_settings, setting_key
from govsvc.domain.indicators import Rules
from govsvc.domain.mappings import Choices, HeaderChoice
from govsvc.domain.roster import Roster
from govsvc.domain.rows import Target
from govsvc.security.access_in_data import RememberedAccess
from govsvc.store.queries import Row
from govsvc.store.rules import RulesOf, rules_of
from govsvc.store.session import Session
from govsvc.store.values import RuleVersion

TRIAL_FILES = "trial_files"
#: settings that stay when the data are cleared: their names begin with access_
HAS_ACCOUNTS, IS_VIEWING_CLOSED = "access_has_accounts", "access_is_closed"


class SettingReads:
    """Whatever is set once and holds for many months."""

    def __init__(self, session: Session):
        self._session = session

    def all(self) -> dict[str, str]:
        """Key → value of every setting."""
        return dict(self._session.rows("read_settings"))

    def home(self) -> str | None:
        """The home county's name, None until it is known."""
        return self.all().get("home")

    def counties(self) -> CountyDirectory:
        """The counties of a city; none where the data are no city's."""
        return CountyDirectory.of_settings(self.all())

    def is_demonstration(self) -> bool:
        return self.all().get("is_demonstration") == "yes"

    def trial_files(self) -> frozenset[str]:
        """SHA-256 of the sample files with which the program is tried out; none where the data are
        the county's own.
        """
        return frozenset(self.all().get(TRIAL_FILES, "").split())

    def access(self) -> RememberedAccess:
        """What the data remember of who may enter."""
        settings = self.all()
        return RememberedAccess(
            settings.get(HAS_ACCOUNTS) == "yes", settings.get(IS_VIEWING_CLOSED) == "yes"
        )

    def roster(self) -> Roster:
        """Departments and townships."""
        return self._session.roster()

    def rules_of(self) -> RulesOf:
        """The rules of each month: of a closed one those of its last edition, else the version that
        holds then.
        """
        return rules_of(self._session.rows)

    def rule_versions(self) -> list[RuleVersion]:
        """The versions of the rules, by the month from which each holds."""
        return [
            RuleVersion(name, document, month, Rules.of(rules), who, at)
            for name, document, month, rules, who, at in self._session.rows("read_rule_versions")
        ]

    def targets(self) -> list[Target]:
        """The targets of all years, of indicators and of period measures."""
        return targets_in(self._session.rows)

    def remembered(self) -> Choices:
        """The choices for headers and values that earlier imports made."""
        headers = {
            fingerprint: HeaderChoice(
                kind,
                rows,
                {name: None if column < 0 else column for name, column in columns.items()},
            )
            for fingerprint, kind, rows, columns in self._session.rows("read_header_choices")
        }
        values: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        for name, header, cell, word in self._session.rows("read_value_choices"):
            values[name, header][cell] = word
        return Choices(headers, dict(values))


def targets_in(read: Callable[..., list[Row]]) -> list[Target]:
    """The targets that these queries give; what earlier editions kept as settings, where no other
    is in its place.
    """
    known = [_target_of(row) for row in read("read_targets")]
    places = {setting_key(one) for one in known}
    kept = kept_as_settings(dict(read("read_settings")))
    return [*known, *(one for one in kept if setting_key(one) not in places)]


def _target_of(row: Row) -> Target:
    """A target out of a row of read_targets."""
    year, indicator, value, place, until, lead_unit = row
    return Target(
        year, indicator, None if value is None else Decimal(value), place, until, lead_unit
    )
