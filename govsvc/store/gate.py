"""A gate that lets many threads pass at once, or one alone."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Gate:
    """Many may pass at once, or one alone.

    Whoever goes alone holds the write lock, so that no write is half done.

    Who comes after one that waits to go alone waits, too: readers without end would keep him
    waiting for ever.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._passing = 0
        self._is_wanted = False
        self._here = threading.local()

    def is_passed_here(self) -> bool:
        """Whether this thread is passing."""
        return getattr(self._here, "depth", 0) > 0

    @contextmanager
    def shared(self) -> Iterator[None]:
        with self._changed:
            self._changed.wait_for(lambda: not self._is_wanted or self.is_passed_here())
            self._passing += 1
        self._here.depth = getattr(self._here, "depth", 0) + 1
        try:
            yield
        finally:
            self._here.depth -= 1
            with self._changed:
                self._passing -= 1
                self._changed.notify_all()

    @contextmanager
    def alone(self) -> Iterator[None]:
        with self._changed:
            self._changed.wait_for(lambda: not self._is_wanted)
            self._is_wanted = True
        try:
            with self._changed:
                self._changed.wait_for(lambda: not self._passing)
            yield
        finally:
            with self._changed:
                self._is_wanted = False
                self._changed.notify_all()
