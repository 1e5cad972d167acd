"""`board.questionnaires`: the waves of 问卷 by month and from January on."""

from datetime import date

from govsvc.board.version_data import VersionData
from govsvc.board.wave_values import WaveValues
from govsvc.domain.entries import COUNTED
from govsvc.domain.feedback import FeedbackSettings
from govsvc.domain.feedback.questionnaires import waves_of
from govsvc.domain.indicators import QUESTIONNAIRES
from govsvc.domain.months import months_between


class Questionnaires:
    """Waves are of the month that their sheet names; nothing is carried over."""

    def __init__(self, data: VersionData):
        self._data = data

    def months(self) -> list[date]:
        """The months with waves, the latest first."""
        return sorted(self._data.months_by_kind.get(QUESTIONNAIRES, ()), reverse=True)

    def waves(self, month: date, is_cumulative: bool = False) -> list[WaveValues]:
        """The waves of the month, or of January to the month."""
        store = self._data.store
        first = date(month.year, 1, 1) if is_cumulative else month
        entries = [
            entry
            for of_month in months_between(first, month)
            for entry in store.rows.entries(QUESTIONNAIRES, of_month)
            if entry.status == COUNTED
        ]
        settings = FeedbackSettings.of(store.settings.all())
        return [WaveValues(wave, settings) for wave in waves_of(entries)]
