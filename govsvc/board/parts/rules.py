"""`board.rules`: by which rules (口径) each month is counted."""

from datetime import date

from govsvc.board.version_data import VersionData
from govsvc.domain.indicators import Indicator, Rules
from govsvc.store import RuleVersion


class RulesByMonth:
    """The rules of each month, and where they change."""

    def __init__(self, data: VersionData):
        self._data = data

    def of_month(self, month: date) -> Rules:
        """The rules that the month is counted by."""
        return self._data.rules_of(month)

    def in_force(self, month: date) -> tuple[Rules, RuleVersion | None]:
        """The rules that the month is counted by, and their version; None for the default rules."""
        versions = [version for version in self._data.rule_versions if version.from_month <= month]
        return self.of_month(month), versions[-1] if versions else None

    def name(self, month: date) -> str:
        """The name of the rules that the month is counted by.

        Those of a closed month may have no version any more.
        """
        rules, version = self.in_force(month)
        if version and version.rules == rules:
            return version.name
        return "默认口径" if rules == Rules() else "定稿时的口径"

    def are_same(self, indicator: Indicator, before: date, month: date) -> bool:
        """Whether both months count the indicator alike."""
        return self.of_month(before).of_indicator(indicator) == self.of_month(month).of_indicator(
            indicator
        )

    def breaks(self, indicator: Indicator, until: date) -> list[tuple[date, str]]:
        """(month, name of the rules) of each month up to `until` that counts the indicator by other
        rules than the month with data before.
        """
        months = [month for month in sorted(self._data.months) if month <= until]
        return [
            (month, self.name(month))
            for before, month in zip(months, months[1:])
            if not self.are_same(indicator, before, month)
        ]
