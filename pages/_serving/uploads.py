"""Streamlit keeps uploaded files in memory until their session ends: how many bytes a session and all of them may hold."""

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
    return {session: sum(len(file.data) for file in list(files.values())) for session, files in list(get_instance().uploaded_file_mgr.file_storage.items())}


class Bounded:
    """Around the app: an upload beyond the bounds is refused before its body is read."""

    def __init__(self, app: ASGIApp):
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "PUT" and _PATH in scope["path"]:
            session, found = scope["path"].split(_PATH)[1].split("/")[0], held()
            size = Headers(scope=scope).get("content-length", "")
            if not size.isdecimal():
                await PlainTextResponse("Length Required", 411)(scope, receive, send)
                return
            if found.get(session, 0) + int(size) > MOST_OF_SESSION or sum(found.values()) + int(size) > MOST_OF_ALL:
                await PlainTextResponse("Too much is being uploaded", 503)(scope, receive, send)
                return
        await self._app(scope, receive, send)
