"""`board.workflow`: how far the month is collected, and its closings (定稿)."""

from collections.abc import Sequence
from datetime import date

from govsvc.board.version_data import VersionData
from govsvc.store import CLOSED, Edition, MonthState
from govsvc.workflow import collecting
from govsvc.workflow.collecting import Progress


class Workflow:
    """The state of each month: who has reported, whether it is closed, in which editions."""

    def __init__(self, data: VersionData):
        self._data, self._store = data, data.store
        self._progress: dict[date, Progress] = {}

    def progress(self, month: date) -> Progress:
        """Which units have reported for the month."""
        if month not in self._progress:
            self._progress[month] = collecting.progress(self._store, month)
        return self._progress[month]

    def month_state(self, month: date) -> MonthState | None:
        """The stored state; None where the month was never opened, reviewed or closed."""
        return self._store.months.states().get(month)

    def is_closed(self, month: date) -> bool:
        """Whether the month is closed (已定稿)."""
        state = self.month_state(month)
        return state is not None and state.state == CLOSED

    def editions(self, month: date) -> Sequence[Edition]:
        """The closings of the month, the earliest first."""
        return collecting.editions(self._store, month)

    def published_version(self, month: date, edition: int | None = None) -> int | None:
        """The data version at which the month is read; None while it is open."""
        return collecting.published_version(self._store, month, edition)

    def edition_text(self, month: date) -> str:
        """Which state of the month is shown, for a download: 已定稿第1版, or 采集中 with the number
        of units that have reported and the data version.
        """
        if self.is_closed(month):
            return self.version_text(month)
        return f"{self.progress(month).summary}；{self.version_text(month)}"

    def version_text(self, month: date) -> str:
        """The edition of a closed month, else the data version."""
        state = self.month_state(month)
        if state is not None and state.state == CLOSED:
            return f"已定稿第{state.edition}版"
        return f"数据版本{self._data.version}"
