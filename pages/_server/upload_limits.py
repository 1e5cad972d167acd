"""Limits on uploaded files, which Streamlit holds in memory until their session ends.

A session and all of them together may hold so many bytes. Streamlit ends a session that was left
only when another one ends: files of sessions that were left are dropped sooner.
"""

import ctypes
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.runtime import exists, get_instance
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

from pages._server import stray_uploads

MOST_OF_SESSION, MOST_OF_ALL = 400 * 2**20, 1200 * 2**20
_PATH = "/_stcore/upload_file/"


def held_bytes() -> dict[str, int]:
    """Session → bytes of its uploaded files."""
    if not exists():
        return {}
    manager = get_instance().uploaded_file_mgr
    assert isinstance(manager, MemoryUploadedFileManager)
    return {
        session: sum(len(file.data) for file in list(files.values()))
        for session, files in list(manager.file_storage.items())
    }


class UploadCleaner:
    """A thread that drops the files of sessions to which nobody has been connected for a while.

    It looks every `seconds`, and drops them after `patience` seconds: a browser that lost its line
    comes back sooner.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        patience: float = 150,
        seconds: float = 30,
    ):
        self._clock, self._patience, self._seconds = clock, patience, seconds
        self._left: dict[str, float] = {}
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="uploads-janitor", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join(10)

    def look(self) -> None:
        """Drops what has been left long enough by now."""
        now, sessions = self._clock(), held_bytes()
        self._left = {
            session: self._left.get(session, now)
            for session in sessions
            if not get_instance().is_active_session(session)
        }
        expired = [
            session for session, since in self._left.items() if now - since >= self._patience
        ]
        for session in expired:
            get_instance().uploaded_file_mgr.remove_session_files(session)
        if expired and sys.platform == "linux":
            # freed memory goes back to the system, not only to Python
            ctypes.CDLL(None).malloc_trim(0)

    def _run(self) -> None:
        while not self._stop.wait(self._seconds):
            self.look()


class UploadLimitMiddleware:
    """Refuses an upload beyond the limits before its body is read.

    Uploads on their way count like files that are held.
    """

    def __init__(self, app: ASGIApp):
        self._app = app
        #: session → bytes on their way
        self._coming: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "PUT" or _PATH not in scope["path"]:
            await self._app(scope, receive, send)
            return
        session = scope["path"].split(_PATH)[1].split("/")[0]
        stray_uploads.uploads.look(session)
        length = Headers(scope=scope).get("content-length", "")
        if not length.isdecimal():
            await PlainTextResponse("Length Required", 411)(scope, receive, send)
            return
        size = int(length)
        if self._is_too_much(session, size):
            await PlainTextResponse("Too much is being uploaded", 503)(scope, receive, send)
            return
        self._coming[session] += size
        try:
            await self._app(scope, receive, send)
        finally:
            self._coming[session] -= size
            self._coming += Counter()  # sessions with nothing on its way are forgotten

    def _is_too_much(self, session: str, size: int) -> bool:
        sizes = held_bytes()
        of_session = sizes.get(session, 0) + self._coming[session] + size
        of_all = sum(sizes.values()) + self._coming.total() + size
        return of_session > MOST_OF_SESSION or of_all > MOST_OF_ALL
