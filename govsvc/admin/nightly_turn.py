"""Which of several app servers does what is done once a night for one county's data."""

from functools import cache
from pathlib import Path

from govsvc.domain.database_address import DatabaseAddress
from govsvc.postgres.lock import NightlyLock


class NightlyTurn:
    """Whose turn it is, as this process last saw it.

    A file has one app, whose turn it always is. Of those that reach a server's schema it is that of
    the first one that asked, until it ends.
    """

    def __init__(self, database: DatabaseAddress):
        self._lock = None if isinstance(database, Path) else NightlyLock(database)
        #: None until somebody asked
        self.is_mine: bool | None = None

    def ask(self) -> bool:
        """Whether it is this process's turn. Raises StoreError where the server is not reached."""
        self.is_mine = None
        self.is_mine = self._lock is None or self._lock.is_held()
        return self.is_mine

    def release(self) -> None:
        """Lets another one have it."""
        self.is_mine = None
        if self._lock is not None:
            self._lock.release()


@cache
def turn_of(database: DatabaseAddress) -> NightlyTurn:
    """That of those data; each process has one."""
    return NightlyTurn(database)
