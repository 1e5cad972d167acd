"""Streamlit keeps uploaded files in memory until their session ends, and a session that was left
until another one ends.

How many bytes a session and all of them may hold; and files of sessions that were left are dropped.
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

MOST_OF_SESSION, MOST_OF_ALL = 400 * 2**20, 1200 * 2**20
_PATH = "/_stcore/upload_file/"


def held() -> dict[str, int]:
    """Session → bytes of its uploaded files."""
    if not exists():
        return {}
    return {
        session: sum(len(file.data) for file in list(files.values()))
        for session, files in list(get_instance().uploaded_file_mgr.file_storage.items())
    }


class UploadCleaner:
    """Drops the files of sessions that nobody has been connected to for a while: a browser that
    lost its line comes back sooner.
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
        now, sessions = self._clock(), held()
        self._left = {
            session: self._left.get(session, now)
            for session in sessions
            if not get_instance().is_active_session(session)
        }
        gone = [session for session, since in self._left.items() if now - since >= self._patience]
        for session in gone:
            get_instance().uploaded_file_mgr.remove_session_files(session)
        if gone and sys.platform == "linux":
            ctypes.CDLL(None).malloc_trim(
                0
            )  # freed memory goes back to the system, not only to Python

    def _run(self) -> None:
        while not self._stop.wait(self._seconds):
            self.look()


class UploadLimitMiddleware:
    """Around the app: an upload beyond the bounds is refused before its body is read.

    What is on its way counts as what is there.
    """

    def __init__(self, app: ASGIApp):
        self._app = app
        self._coming: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "PUT" and _PATH in scope["path"]:
            session, found = scope["path"].split(_PATH)[1].split("/")[0], held()
            size = Headers(scope=scope).get("content-length", "")
            if not size.isdecimal():
                await PlainTextResponse("Length Required", 411)(scope, receive, send)
                return
            if (
                found.get(session, 0) + self._coming[session] + int(size) > MOST_OF_SESSION
                or sum(found.values()) + self._coming.total() + int(size) > MOST_OF_ALL
            ):
                await PlainTextResponse("Too much is being uploaded", 503)(scope, receive, send)
                return
            self._coming[session] += int(size)
            try:
                await self._app(scope, receive, send)
            finally:
                self._coming[session] -= int(size)
                self._coming += Counter()  # sessions with nothing on its way are forgotten
            return
        await self._app(scope, receive, send)
