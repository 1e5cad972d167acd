"""`board.window_scores`: the monthly score sheets of windows, as they are printed."""

from datetime import date

from govsvc.board.version_data import VersionData
from govsvc.domain.entries import COUNTED
from govsvc.domain.feedback.window_scores import ScoreSheet, score_of, sheets_of
from govsvc.domain.indicators import WINDOW_SCORES
from govsvc.domain.months import months_between


class WindowScores:
    """Sheets are of the month that they name; nothing is added up or carried over."""

    def __init__(self, data: VersionData):
        self._data = data

    def months(self) -> list[date]:
        """The months with sheets, the latest first."""
        return sorted(self._data.months_by_kind.get(WINDOW_SCORES, ()), reverse=True)

    def sheets(self, month: date, is_cumulative: bool = False) -> list[ScoreSheet]:
        """The sheets of the month, or of January to the month."""
        first = date(month.year, 1, 1) if is_cumulative else month
        return sheets_of(
            score_of(entry)
            for of_month in months_between(first, month)
            for entry in self._data.store.rows.entries(WINDOW_SCORES, of_month)
            if entry.status == COUNTED
        )
