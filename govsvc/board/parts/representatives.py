"""`board.representatives`: whom each department has in the hall, as the lists up to a month say."""

from datetime import date

from govsvc.board.version_data import VersionData
from govsvc.domain import representatives
from govsvc.domain.entries import COUNTED
from govsvc.domain.indicators import REPRESENTATIVES
from govsvc.domain.representatives import Representative


class Representatives:
    """A list is in force from its month on, until a later one names the department anew."""

    def __init__(self, data: VersionData):
        self._data = data
        # what was read once
        self._in_force: dict[date, dict[str, Representative]] = {}

    def in_force(self, month: date) -> dict[str, Representative]:
        """Department → its row in force in the month."""
        if month not in self._in_force:
            listed = self._data.months_by_kind.get(REPRESENTATIVES, ())
            rows = [
                representatives.of_entry(entry)
                for of_month in sorted(listed)
                if of_month <= month
                for entry in self._data.store.rows.entries(REPRESENTATIVES, of_month, at=month)
                if entry.status == COUNTED
            ]
            self._in_force[month] = representatives.in_force(rows, month)
        return self._in_force[month]

    @property
    def warning_days(self) -> int:
        """So many days before a 授权书 expires it is said."""
        return representatives.warning_days(self._data.store.settings.all())
