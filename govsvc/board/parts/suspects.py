"""`board.suspects`: which rows their case counts make suspected (疑似), and on what evidence."""

from collections.abc import Sequence
from datetime import date

from govsvc.assessment import suspects
from govsvc.board.version_data import VersionData
from govsvc.domain.indicators import CASES, DISMISSALS, ITEMS, ProblemList
from govsvc.domain.rows import Entry, ListRow


class Suspects:
    """What the case counts of the observation period say."""

    def __init__(self, data: VersionData):
        self._data, self._store = data, data.store

    def period(self, month: date) -> suspects.Period:
        """The observation period of the month, and which of its months have case counts."""
        return suspects.period(
            month, self._data.rules_of(month), self._data.months_by_kind.get(CASES, ())
        )

    def dismissed(self, problem_list: ProblemList, month: date) -> list[Entry]:
        """The rows once suspected to belong on the list that a person dismissed in the observation
        period, the latest first: in this month they are not suspected again.
        """
        dismissals = [
            entry
            for observed_month in reversed(self.period(month).months)
            for entry in self._store.rows.entries(DISMISSALS, observed_month)
        ]
        flag = problem_list.flag
        return [entry for entry in dismissals if flag and entry.flags.get(flag) is False]

    def evidence(
        self, problem_list: ProblemList, rows: Sequence[ListRow], month: date
    ) -> list[str]:
        """For each row what its cases say.

        Other items that share a code or name with it are read, too: a row of cases that speaks of
        several items is not used.
        """
        if not rows:
            return []
        period = self.period(month)
        beside = self._store.rows.rows_like(ITEMS, month, month, rows)[month]
        cases = self._store.rows.rows_like(CASES, period.months[0], month, rows)
        return suspects.evidence(problem_list, rows, beside, cases, period)
