"""`board.feedback`: what people say on the phone, by month and from January on."""

from collections.abc import Sequence
from datetime import date

from govsvc.board.case_measures import CaseMeasure, case_measures
from govsvc.board.feedback_period import FeedbackPeriod
from govsvc.board.version_data import VersionData
from govsvc.domain.entries import COUNTED, LEFT_OUT, Entries
from govsvc.domain.feedback import (
    Call,
    CallTotals,
    Draw,
    FeedbackSettings,
    call_of,
    draws_of,
    population_key,
    totals_of,
)
from govsvc.domain.indicators import CALL_DRAWS, CALL_TOTALS, CALLS, CASES
from govsvc.domain.months import months_between

#: kinds of rows that say that calls were made
_HELD = (CALLS, CALL_TOTALS)


class Feedback:
    """Calls of each month; nothing is carried over from one to the next."""

    def __init__(self, data: VersionData):
        self._data = data
        self._calls: dict[date, tuple[list[Call], int]] = {}
        self._draws: dict[date, list[Draw]] = {}

    def months(self) -> list[date]:
        """The months with calls or totals of some, the latest first."""
        held = {m for kind in _HELD for m in self._data.months_by_kind.get(kind, ())}
        return sorted(held, reverse=True)

    @property
    def settings(self) -> FeedbackSettings:
        """The definitions that the county chose."""
        return FeedbackSettings.of(self._data.store.settings.all())

    def period(self, month: date, is_cumulative: bool = False) -> FeedbackPeriod:
        """The month, or January to the month. Units go by their names in that month."""
        first = date(month.year, 1, 1) if is_cumulative else month
        months = [date(month.year, number, 1) for number in range(first.month, month.month + 1)]
        return self._of(months)

    def trend(self, month: date, most: int = 12) -> list[FeedbackPeriod]:
        """The months up to this one, the earliest first, from the first with calls on."""
        held = [one for one in self.months() if one <= month]
        if not held:
            return []
        months = [month]
        while len(months) < most and months[0] > min(held):
            before = months[0]
            months.insert(
                0, date(before.year - (before.month == 1), (before.month - 2) % 12 + 1, 1)
            )
        return [self._of([one]) for one in months]

    def _of(self, months: Sequence[date]) -> FeedbackPeriod:
        stored = self._data.store.settings.all()
        read = [self._calls_of(month) for month in months]
        return FeedbackPeriod(
            months,
            [call for calls, _ in read for call in calls],
            {
                month: int(stored[key])
                for month in months
                if stored.get(key := population_key(month), "").isdecimal()
            },
            self.settings,
            sum(left_out for _, left_out in read),
            [totals for month in months for totals in self._totals_of(month)],
        )

    def of_cases(self, month: date, is_cumulative: bool = False) -> list[CaseMeasure]:
        """The measures that come of 办件量统计 over the month, or January to the month, where rows
        have their counts.
        """
        return case_measures(self.case_tables(month, is_cumulative), self.settings)

    def case_tables(self, month: date, is_cumulative: bool = False) -> dict[date, Entries]:
        """Month → its rows of 办件量统计, of the months that have any."""
        first = date(month.year, 1, 1) if is_cumulative else month
        held = self._data.months_by_kind.get(CASES, ())
        months = [one for one in months_between(first, month) if one in held]
        return {one: self._data.store.rows.table(CASES, one) for one in months}

    def draws(self, month: date) -> list[Draw]:
        """The draws of weeks of the month, the latest week first."""
        if month not in self._data.months_by_kind.get(CALL_DRAWS, ()):
            return []
        if month not in self._draws:
            self._draws[month] = draws_of(self._data.store.rows.entries(CALL_DRAWS, month))
        return self._draws[month]

    def _totals_of(self, month: date) -> list[CallTotals]:
        """The totals that were entered or imported for weeks of the month."""
        if month not in self._data.months_by_kind.get(CALL_TOTALS, ()):
            return []
        entries = self._data.store.rows.entries(CALL_TOTALS, month)
        return [totals_of(entry) for entry in entries if entry.status == COUNTED]

    def _calls_of(self, month: date) -> tuple[list[Call], int]:
        """(the calls that count, how many rows do not)."""
        if month not in self._calls:
            entries = self._data.store.rows.entries(CALLS, month)
            self._calls[month] = (
                [call_of(entry) for entry in entries if entry.status == COUNTED],
                sum(entry.status == LEFT_OUT for entry in entries),
            )
        return self._calls[month]
