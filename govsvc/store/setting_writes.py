"""Writes of settings: targets, 取数日, deadlines, limits, the home county, rules and the roster."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from govsvc.assessment import counting
from govsvc.domain import (
    county_directory,
    county_names,
    deadlines,
    extra_indicators,
    fetch_days,
    import_limits,
)
from govsvc.domain.county_directory import CountyDirectory
from govsvc.domain.errors import GovsvcError
from govsvc.domain.indicators import STATIONS
from govsvc.domain.rectification import Settings
from govsvc.domain.rectification import settings as rectification_settings
from govsvc.domain.representatives import WARNING_DAYS, WARNING_NAME, checked_days, warning_days
from govsvc.domain.roster import Roster
from govsvc.domain.rows import Target
from govsvc.security import audit_sentences, write_kinds
from govsvc.security.access_in_data import RememberedAccess
from govsvc.store import units
from govsvc.store.batch_writes import end_target, type_target
from govsvc.store.carrying import drop_dissolved, restore_dissolved
from govsvc.store.count_reads import CountReads, snapshot_of
from govsvc.store.engine import Transaction
from govsvc.store.month_reads import MonthReads
from govsvc.store.month_states import closed_months
from govsvc.store.recounting import listed_villages
from govsvc.store.session import Session, settle
from govsvc.store.setting_reads import HAS_ACCOUNTS, IS_VIEWING_CLOSED, SettingReads
from govsvc.store.setting_rows import write_setting
from govsvc.store.values import SETTING, TARGET, Act, RuleVersion, Snapshot


class SettingWrites:
    """Changes whatever is set once and holds for many months."""

    def __init__(self, session: Session):
        self._session = session
        self._settings = SettingReads(session)
        self._months = MonthReads(session)

    def set_target(self, target: Target, act: Act, *, expected_version: int) -> int:
        """Sets a target, in place of the one for the same year, node and indicator; gives the new
        version. Raises StaleVersion, StoreError.
        """
        with self._session.write(
            expected_version, replace(act, what=TARGET), write_kinds.SETTING_TARGET
        ) as write:
            write.note(audit_sentences.target_set(target, self._same_target(target)))
            type_target(write.transaction, target, write.act)
            return write.transaction.version

    def remove_target(self, target: Target, act: Act, *, expected_version: int) -> int:
        """Removes the target of that year, node and indicator; gives the new version.

        Raises StaleVersion, StoreError.
        """
        with self._session.write(
            expected_version, replace(act, what=TARGET), write_kinds.SETTING_TARGET
        ) as write:
            write.note(audit_sentences.target_removed(target, self._same_target(target)))
            end_target(write.transaction, target)
            return write.transaction.version

    def _same_target(self, target: Target) -> Target | None:
        """The stored one for the same year, node and indicator."""
        return next(
            (
                stored
                for stored in self._settings.targets()
                if (stored.year, stored.until, stored.indicator)
                == (target.year, target.until, target.indicator)
            ),
            None,
        )

    def set_fetch_day(self, whose: str, day: str, act: Act, *, expected_version: int) -> int:
        """Sets the 取数日 of `whose` (a key of `fetch_days.WHOSE`) to `day` as `fetch_days.typed`
        gives it; gives the new version. Raises StaleVersion, StoreError.
        """
        key = fetch_days.SETTING + whose
        with self._session.write(
            expected_version, replace(act, what=SETTING), write_kinds.SETTING_DAYS
        ) as write:
            before = self._settings.all().get(key, "")
            write.note(audit_sentences.fetch_day_set(whose, before, day))
            write_setting(write.transaction, key, day)
            return write.transaction.version

    def set_deadline(self, month: date, day: date, act: Act, *, expected_version: int) -> int:
        """Keeps until when units hand in for the month (报送期限); gives the new version.

        Raises StaleVersion, StoreError.
        """
        with self._session.write(
            expected_version, replace(act, what=SETTING), write_kinds.SETTING_DEADLINE
        ) as write:
            before = deadlines.of_month(self._settings.all(), month)
            write.note(audit_sentences.deadline_set(month, before, day))
            write_setting(write.transaction, deadlines.key_of(month), day.isoformat())
            return write.transaction.version

    def set_most_points(self, points: Decimal, act: Act, *, expected_version: int) -> int:
        """By how many percentage points an import may move an indicator before it is asked about;
        gives the new version. Raises GovsvcError where that is out of range, StaleVersion,
        StoreError.
        """
        with self._session.write(
            expected_version, replace(act, what=SETTING), write_kinds.SETTING_LIMIT
        ) as write:
            value = str(import_limits.points_typed(str(points)))
            before = str(import_limits.of_settings(self._settings.all()))
            write.note(audit_sentences.most_points_set(before, value))
            write_setting(write.transaction, import_limits.MOST_POINTS, value)
            return write.transaction.version

    def choose_extras(self, keys: Collection[str], act: Act, *, expected_version: int) -> int:
        """Which indicators beside the province's are shown; gives the new version.

        Raises GovsvcError where one is none of them, NotAllowed, StaleVersion, StoreError.
        """
        wanted = extra_indicators.checked(keys)
        with self._session.write(
            expected_version, replace(act, what=SETTING), write_kinds.CHOOSING_INDICATORS
        ) as write:
            before = extra_indicators.chosen_extras(self._settings.all())
            write.note(audit_sentences.extras_chosen(before, wanted))
            write_setting(
                write.transaction,
                extra_indicators.SETTING,
                " ".join(one.key for one in wanted) or "-",
            )
            return write.transaction.version

    def set_counties(self, wanted: CountyDirectory, act: Act, *, expected_version: int) -> int:
        """The data are a city's, whose counties are these; gives the new version.

        Raises NotAllowed, StaleVersion, StoreError.
        """
        with self._session.write(
            expected_version, replace(act, what=SETTING), write_kinds.CHANGING_COUNTIES
        ) as write:
            write.note(audit_sentences.counties_set(self._settings.counties(), wanted))
            write_setting(write.transaction, county_directory.SETTING, wanted.text())
            return write.transaction.version

    def set_warning_days(self, days: int, act: Act, *, expected_version: int) -> int:
        """So many days before it expires a 授权书 is warned of; gives the new version.

        Raises GovsvcError where that is out of range, NotAllowed, StaleVersion, StoreError.
        """
        days = checked_days(days)
        with self._session.write(
            expected_version, replace(act, what=SETTING), write_kinds.SETTING_REPRESENTATIVES
        ) as write:
            before = warning_days(self._settings.all())
            write.note(audit_sentences.feedback_set(WARNING_NAME, f"{before}", f"{days}"))
            write_setting(write.transaction, WARNING_DAYS, f"{days}")
            return write.transaction.version

    def set_rectification(self, wanted: Settings, act: Act, *, expected_version: int) -> int:
        """Sets how the 整改台账 counts and what its papers say; gives the new version.

        Raises GovsvcError where one is out of its bounds, StaleVersion, StoreError; nothing changes
        then.
        """
        with self._session.write(
            expected_version, replace(act, what=SETTING), write_kinds.SETTING_RECTIFICATION
        ) as write:
            before = rectification_settings.of_settings(self._settings.all())
            after = rectification_settings.checked(wanted)
            write.note(audit_sentences.rectification_set(before, after))
            for key, (_, _, value) in rectification_settings.changed(before, after).items():
                write_setting(write.transaction, key, value)
            return write.transaction.version

    def rename_home(self, name: str, act: Act, *, expected_version: int) -> int:
        """The home county is called `name`, and what bulletins print of it is put under that name
        in all months and data versions, so that no value vanishes; gives the new version.

        Raises GovsvcError where the name is not a full one, StaleVersion, StoreError.
        """
        with self._session.write(
            expected_version, replace(act, what=SETTING), write_kinds.CHANGING_HOME
        ) as write:
            name = county_names.unspaced(name)
            if not name or county_names.lacks_ending(name):
                raise GovsvcError.of("home_not_full", name=name)
            before, counties = self._settings.home(), self.home_counties(name)
            write.note(audit_sentences.home_changed(before or "", name, counties))
            for county in counties:
                write.transaction.rows("rename_county", county=county, name=name)
            write_setting(write.transaction, "home", name)
            return write.transaction.version

    def home_counties(self, name: str) -> list[str]:
        """The counties of bulletins whose values `rename_home` puts under that name. Reads only."""
        printed = {snapshot.county for snapshot in CountReads(self._session).snapshots()}
        return county_names.put_under(name, self._settings.home(), printed - {""})

    def remember_access(self, access: RememberedAccess, act: Act, *, expected_version: int) -> int:
        """The data remember who may enter; gives the new version. It cannot be undone.

        Raises StaleVersion, StoreError.
        """
        with self._session.write(
            expected_version, act, write_kinds.CHANGING_ACCESS, is_recorded=False
        ) as write:
            write.note(audit_sentences.access_remembered(access))
            for key, value in (
                (HAS_ACCOUNTS, access.has_accounts),
                (IS_VIEWING_CLOSED, access.is_closed),
            ):
                write_setting(write.transaction, key, "yes" if value else "no")
            return write.transaction.version

    def change_rules(self, rules: RuleVersion, act: Act, *, expected_version: int) -> int:
        """These rules hold from their month on, until a later version does; months that are not
        closed are counted anew. Gives the new version.

        A version of the same month is replaced. Raises StaleVersion, StoreError; nothing changes
        then.
        """
        act = replace(act, what=SETTING, month=rules.from_month, reason=rules.document)
        with self._session.write(expected_version, act, write_kinds.CHANGING_RULES) as write:
            before = next(
                (
                    (known.name, known.document)
                    for known in self._settings.rule_versions()
                    if known.from_month == rules.from_month
                ),
                None,
            )
            write.note(
                audit_sentences.rules_changed(
                    rules.from_month, before, (rules.name, rules.document)
                )
            )
            self._change_rules(write.transaction, rules, write.act)
            return write.transaction.version

    def foresee_rules(self, rules: RuleVersion) -> list[Snapshot]:
        """All monthly counts and bulletin values as they would be with these rules.

        Nothing is stored.
        """
        with self._session.trial() as transaction:
            self._change_rules(transaction, rules, Act("", datetime.min))
            return [snapshot_of(row) for row in transaction.rows("read_snapshots")]

    def _change_rules(self, transaction: Transaction, rules: RuleVersion, act: Act) -> None:
        transaction.rows("end_rule_version", month=rules.from_month)
        transaction.rows(
            "insert_rule_version",
            name=rules.name,
            document=rules.document,
            month=rules.from_month,
            rules=rules.rules.text(),
        )
        closed = closed_months(transaction)
        kinds_and_months = [
            (kind, month)
            for kind in counting.COUNTED_KINDS
            for month in self._months.of_kind(kind)
            if month >= rules.from_month and month not in closed
        ]
        settle(transaction, kinds_and_months, set(), act)

    def save_roster(self, roster: Roster, act: Act, *, expected_version: int) -> int:
        """Writes the roster, and counts stations of months that are not closed anew where a listed
        village belongs to another unit. Gives the new version.

        In open months the rows that a dissolved unit keeps from the month before are dropped; those
        of one that is there again are carried over.

        Raises StaleVersion where the data are no longer at `expected_version`, GovsvcError where
        two townships become one and both have a village of one name, StoreError. The roster of
        before then stays.
        """
        with self._session.write(
            expected_version, replace(act, what=SETTING), write_kinds.CHANGING_ROSTER
        ) as write:
            transaction, act = write.transaction, write.act
            before, closed = units.read(transaction.rows), closed_months(transaction)
            write.note(*audit_sentences.roster_changed(before, roster))
            units.write(transaction, roster, act.when.date())
            months = [
                month
                for month in self._months.of_kind(STATIONS)
                if month not in closed
                and before.present_names(month) != roster.present_names(month)
            ]
            for month in months:
                units.check_villages(
                    listed_villages(transaction, month), roster.present_names(month)
                )
            dropped = drop_dissolved(transaction, roster, closed)
            restored = restore_dissolved(transaction, before, roster, closed, act)
            kinds_and_months = [*((STATIONS, month) for month in months), *dropped, *restored]
            settle(transaction, kinds_and_months, set(), act)
            version = transaction.version
        self._session.read_back(version, roster)
        return version
