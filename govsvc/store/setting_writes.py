"""Writes of settings: targets, 取数日, rules and the roster."""

from dataclasses import replace
from datetime import datetime

from govsvc.assessment import counting
from govsvc.domain import fetch_days
from govsvc.domain.indicators import STATIONS
from govsvc.domain.months import month_text
from govsvc.domain.roster import Roster
from govsvc.domain.rows import Target
from govsvc.store import permissions, units, writing
from govsvc.store.connection import Transaction
from govsvc.store.count_reads import snapshot_of
from govsvc.store.month_reads import MonthReads
from govsvc.store.session import Session, settle
from govsvc.store.setting_reads import SettingReads
from govsvc.store.values import SETTING, Act, RuleVersion, Snapshot


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
            expected_version, replace(act, what=SETTING), permissions.SETTING_TARGET
        ) as write:
            write.note(
                permissions.target_place(target),
                permissions.target_text(self._same_target(target)),
                permissions.target_text(target),
            )
            writing.set_target(write.transaction, 0, target)
            return write.transaction.version

    def remove_target(self, target: Target, act: Act, *, expected_version: int) -> int:
        """Removes the target of that year, node and indicator; gives the new version.

        Raises StaleVersion, StoreError.
        """
        with self._session.write(
            expected_version, replace(act, what=SETTING), permissions.SETTING_TARGET
        ) as write:
            write.note(
                permissions.target_place(target),
                permissions.target_text(self._same_target(target)),
                "删除",
            )
            write.transaction.rows(
                "end_target", year=target.year, until=target.until, indicator=target.indicator
            )
            return write.transaction.version

    def _same_target(self, target: Target) -> Target | None:
        """The one for the same year, node and indicator."""
        return next(
            (
                found
                for found in self._settings.targets()
                if (found.year, found.until, found.indicator)
                == (target.year, target.until, target.indicator)
            ),
            None,
        )

    def set_fetch_day(self, whose: str, kept: str, act: Act, *, expected_version: int) -> int:
        """Keeps the 取数日 of `whose` (a key of `fetch_days.WHOSE`) as `fetch_days.typed` gives it;
        gives the new version. Raises StaleVersion, StoreError.
        """
        key = fetch_days.SETTING + whose
        with self._session.write(
            expected_version, replace(act, what=SETTING), permissions.SETTING_DAYS
        ) as write:
            write.note(
                f"{fetch_days.WHOSE[whose]}取数日",
                fetch_days.text_of(self._settings.all().get(key, "")),
                fetch_days.text_of(kept),
            )
            writing.write_setting(write.transaction, key, kept)
            return write.transaction.version

    def change_rules(self, found: RuleVersion, act: Act, *, expected_version: int) -> int:
        """From its month on these rules hold, until those of a later version do; months that are
        not closed are counted anew. Gives the new version.

        A version of the same month is replaced. Raises StaleVersion, StoreError; nothing changes
        then.
        """
        act = replace(act, what=SETTING, month=found.from_month, reason=found.document)
        with self._session.write(expected_version, act, permissions.CHANGING_RULES) as write:
            before = next(
                (
                    known
                    for known in self._settings.rule_versions()
                    if known.from_month == found.from_month
                ),
                None,
            )
            write.note(
                f"{month_text(found.from_month)}起",
                f"{before.name}（{before.document}）" if before else "",
                f"{found.name}（{found.document}）",
            )
            self._change_rules(write.transaction, found, write.act)
            return write.transaction.version

    def foresee_rules(self, found: RuleVersion) -> list[Snapshot]:
        """All monthly counts and bulletin values as they would be with these rules.

        Nothing is stored.
        """
        with self._session.trial() as transaction:
            self._change_rules(transaction, found, Act("", datetime.min))
            return [snapshot_of(row) for row in transaction.rows("read_snapshots")]

    def _change_rules(self, transaction: Transaction, found: RuleVersion, act: Act) -> None:
        transaction.rows("end_rule_version", month=found.from_month)
        transaction.rows(
            "insert_rule_version",
            name=found.name,
            document=found.document,
            month=found.from_month,
            rules=found.rules.text(),
        )
        closed = writing.closed_months(transaction)
        places = [
            (kind, month)
            for kind in counting.COUNTED_KINDS
            for month in self._months.of_kind(kind)
            if month >= found.from_month and month not in closed
        ]
        settle(transaction, places, set(), act)

    def save_roster(self, roster: Roster, act: Act, *, expected_version: int) -> int:
        """Writes the roster, and counts stations of months that are not closed anew where it
        changes whose a listed village is. Gives the new version.

        In open months the rows that a dissolved unit keeps from the month before are dropped; those
        of one that is there again are carried over.

        Raises StaleVersion where the data are no longer at `expected_version`, GovsvcError where
        two townships become one
        and both have a village of one name, StoreError. The roster of before then stays.
        """
        with self._session.write(
            expected_version, replace(act, what=SETTING), permissions.CHANGING_ROSTER
        ) as write:
            transaction, act = write.transaction, write.act
            before, closed = units.read(transaction.rows), writing.closed_months(transaction)
            permissions.note_roster(write, before, roster)
            units.write(transaction, roster)
            months = [
                month
                for month in self._months.of_kind(STATIONS)
                if month not in closed and before.current(month) != roster.current(month)
            ]
            for month in months:
                units.check_villages(writing.listed(transaction, month), roster.current(month))
            dropped = [
                *writing.drop_dissolved(transaction, roster, closed),
                *writing.restore_dissolved(transaction, before, roster, closed, act),
            ]
            settle(transaction, [*((STATIONS, month) for month in months), *dropped], set(), act)
            version = transaction.version
        self._session.read_back(version, roster)
        return version
