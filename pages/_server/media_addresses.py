"""Addresses of files in memory: each is good for the visit that it was given to, while that lasts.

Streamlit names such a file by its content and serves it, under /media/, to whoever knows the name.
"""

import os

import streamlit as st
from google.protobuf.message import DecodeError
from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.web.server.starlette.starlette_app_utils import decode_xsrf_token_string
from streamlit.web.server.starlette.starlette_server_config import XSRF_COOKIE_NAME

from govsvc.domain.errors import GovsvcError
from pages._server import current_actor
from pages._server.authorization import actor_of

_FOLDER = "/media/"
#: what tells a visit: ("session", its token), or ("browser", Streamlit's secret in its cookie)
Visit = tuple[str, str]


class MediaAddressesMiddleware:
    """Notes to whom an open page's channel gives a file, and refuses the file to all others."""

    def __init__(self, app: ASGIApp):
        self._app = app
        base = st.get_option("server.baseUrlPath").strip("/")
        self._folder = f"/{base}{_FOLDER}" if base else _FOLDER
        #: of each open channel: (visit, file) that it gave
        self._given: dict[object, set[tuple[Visit, str]]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._watch(scope, receive, send)
        elif scope["type"] == "http" and await self._is_of_another(scope):
            answer = PlainTextResponse("这个下载地址已失效。请回到看板的页面重新下载。", 404)
            await answer(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _watch(self, scope: Scope, receive: Receive, send: Send) -> None:
        connection, channel = HTTPConnection(scope), object()
        given = self._given[channel] = set()

        async def send_noting(message: Message) -> None:
            file = _file_given(message.get("bytes") or b"")
            visits = await _visits(connection) if file else []
            if file and visits:
                given.add((visits[0], file))
            await send(message)

        try:
            await self._app(scope, receive, send_noting)
        finally:
            del self._given[channel]

    async def _is_of_another(self, scope: Scope) -> bool:
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        if not path.startswith(self._folder):
            return False
        file = _file_of(path.removeprefix(self._folder))
        visits = await _visits(HTTPConnection(scope))
        return not any((visit, file) in given for visit in visits for given in self._given.values())


async def _visits(connection: HTTPConnection) -> list[Visit]:
    """What tells who sends a request: its session where that has not ended, then its browser."""
    try:
        is_signed_in = bool((await run_in_threadpool(actor_of, connection)).account)
    except GovsvcError:
        return []
    visits = [("session", current_actor.token(connection))] if is_signed_in else []
    secret, _ = decode_xsrf_token_string(connection.cookies.get(XSRF_COOKIE_NAME, ""))
    return [*visits, ("browser", secret.hex())] if secret else visits


def _file_given(content: bytes) -> str | None:
    """The file whose address a message to the page gives: to download, or the page's icon.

    Texts that name an address give nothing: they may come from anybody.
    """
    if _FOLDER.encode() not in content:
        return None
    try:
        message = ForwardMsg.FromString(content)
    except DecodeError:
        return None
    address = (
        message.backend_operation_response.deferred_file.url or message.page_config_changed.favicon
    )
    return _file_of(address.removeprefix(_FOLDER)) if address.startswith(_FOLDER) else None


def _file_of(name: str) -> str:
    """Streamlit takes any ending for the same file."""
    return os.path.splitext(name)[0]
