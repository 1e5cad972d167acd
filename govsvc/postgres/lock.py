"""A lock of one county's schema that at most one of all processes holds, on whatever machine."""

import threading
from contextlib import suppress

import psycopg
from psycopg_pool import ConnectionPool

from govsvc.domain.database_address import ServerAddress
from govsvc.postgres.pool import Pool, Root, own_query, run


class NightlyLock:
    """Whoever holds it does what is done once a night.

    The server frees it with the holder's connection: where the process ends or is killed, and a
    minute after its machine is gone.
    """

    def __init__(self, address: ServerAddress):
        self._pool = Pool(address)
        self._guard = threading.Lock()
        self._root: Root | None = None

    def is_held(self) -> bool:
        """Takes it where nobody has it; whether this process holds it now.

        Raises StoreError where the server is not reached: it is not held then.
        """
        with self._guard:
            if self._root is not None and not _answers(self._root):
                self._drop()
            return self._root is not None or self._take()

    def release(self) -> None:
        """Lets another process have it."""
        with self._guard:
            self._drop()

    def _take(self) -> bool:
        with self._pool.connected(is_kept=True) as root:
            root.autocommit = True  # no transaction that stands still
            with root.cursor() as cursor:
                ((is_mine,),) = run(cursor, own_query("hold_nightly"), {})
        self._root = root
        if not is_mine:
            self._drop()
        return bool(is_mine)

    def _drop(self) -> None:
        root, self._root = self._root, None
        if root is not None:
            with suppress(psycopg.Error):
                root.close()


def _answers(root: Root) -> bool:
    try:
        ConnectionPool.check_connection(root)
    except psycopg.Error:
        return False
    return True
