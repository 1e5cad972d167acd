"""Files that come for visits of another app server: the proxy spreads one visitor over several."""

import time
from collections.abc import Callable

from streamlit.runtime import exists, get_instance

#: seconds that one is remembered
_MEMORY = 600


class StrayUploads:
    """When the last file came that was of no visit here."""

    def __init__(self, clock: Callable[[], float] = time.monotonic):
        self._clock = clock
        self._last: float | None = None

    def look(self, session: str) -> None:
        """Notes a file that comes for the visit of that name, where there is none here."""
        if exists() and not get_instance().is_active_session(session):
            self._last = self._clock()

    def are_there(self) -> bool:
        """Whether one came lately."""
        return self._last is not None and self._clock() - self._last < _MEMORY


uploads = StrayUploads()
