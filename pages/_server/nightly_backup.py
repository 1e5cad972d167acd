"""The nightly backup, made by the running app itself."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from govsvc.admin import backup
from govsvc.admin.backup import troubles
from govsvc.admin.nightly_turn import turn_of
from govsvc.domain.database_address import DatabaseAddress, place
from govsvc.domain.errors import GovsvcError
from govsvc.security import system_actor
from govsvc.store import open_store
from pages._server import current_actor

_LOG = logging.getLogger("govsvc")
#: until the next try after a backup that could not be made
_PAUSE = timedelta(minutes=30)


class NightlyBackup:
    """A thread that looks every `seconds` whether the night's backup is due, and makes it where it
    is this process's turn.

    `clock` gives the time; `report` is called with each backup made.
    """

    def __init__(
        self,
        database: DatabaseAddress,
        clock: Callable[[], datetime],
        report: Callable[[backup.Copy], None] = lambda _: None,
        seconds: float = 60,
    ):
        self._database, self._place = database, place(database)
        self._turn = turn_of(database)
        self._clock = clock
        self._report, self._seconds = report, seconds
        self._not_before = datetime.min
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="nightly-backup", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Ends the thread, after a backup under way."""
        self._stop.set()
        self._thread.join(60)
        self._turn.release()

    def look(self) -> None:
        """Makes the backup where it is due here; demonstration data get none."""
        now = self._clock()
        if now < self._not_before or not backup.is_due(self._database, now):
            return
        try:
            if not self._turn.ask():
                return
            store = open_store(self._database).acting(
                system_actor(), current_actor.log(self._database)
            )
            if store.settings.is_demonstration():
                self._not_before = now + _PAUSE
                return
            self._report(backup.make(store, why=backup.NIGHTLY, when=now))
        except GovsvcError as error:
            self._note(now, f"{error.title}{error.step}")
            _LOG.error("夜间备份未完成：%s %s", error.title, error.step)

    def _note(self, now: datetime, sentences: str) -> None:
        """Notes a failure for 总览, and waits before the next try."""
        self._not_before = now + _PAUSE
        trouble = troubles.Trouble(now, backup.REASONS[backup.NIGHTLY], sentences)
        troubles.note(self._place, trouble)

    def _run(self) -> None:
        while not self._stop.wait(self._seconds):
            try:
                self.look()
            except Exception as error:
                self._note(self._clock(), "备份出错，请把运行日志交给技术人员。")
                _LOG.error("夜间备份出错", exc_info=error)
