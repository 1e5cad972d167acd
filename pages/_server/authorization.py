"""Around the app: who may not look gets nothing but the form to sign in; who may not import uploads
nothing.
"""

import html
from datetime import datetime
from urllib.parse import quote

from google.protobuf.message import DecodeError
from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

from govsvc.admin import app_client
from govsvc.domain.errors import GovsvcError
from govsvc.security import Actor, Right
from pages._server import current_actor
from pages._server.settings import database_path

#: what holds no data and goes without signing in: the forms themselves, the frontend's own files,
#: what monitors ask, the way through a provider
_FREE = {
    "/signin",
    "/signin/single",
    "/account",
    "/signout",
    "/healthz",
    "/_stcore/health",
    "/favicon.png",
    "/manifest.json",
    "/oauth2callback",
}
_FREE_FOLDERS = (f"{app_client.PATH}/", "/static/", "/auth/")
_UPLOAD = "/_stcore/upload_file"
#: messages of a developer's menu
_NOBODYS = {"clear_cache", "set_run_on_save", "load_git_info"}
#: of Streamlit, that are no pages
_PARTS = ("/_stcore/", "/media/", "/component/", "/app/static/")


class AuthorizationMiddleware:
    """Looks at the cookie of every request that could bring data, and of every upload."""

    def __init__(self, app: ASGIApp):
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refused = (
            await self._refusal(HTTPConnection(scope))
            if scope["type"] in ("http", "websocket")
            else None
        )
        if refused is None:
            await self._app(
                scope,
                _looked_through(receive, HTTPConnection(scope))
                if scope["type"] == "websocket"
                else receive,
                send,
            )
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        else:
            await refused(scope, receive, send)

    async def _refusal(self, asked: HTTPConnection) -> ASGIApp | None:
        """What is answered instead; None where the request may go on."""
        path = asked.scope["path"].removeprefix(asked.scope.get("root_path", ""))
        is_upload = _UPLOAD in path
        if _is_from_elsewhere(asked):
            return PlainTextResponse("Forbidden", 403)
        if not is_upload and (path in _FREE or path.startswith(_FREE_FOLDERS)):
            return None
        try:
            actor = await run_in_threadpool(actor_of, asked)
        except GovsvcError as error:
            return PlainTextResponse(f"{error.title} {error.step}", 503)
        if is_upload and not actor.may(Right.UPLOAD):
            return PlainTextResponse("Forbidden", 403)
        if actor.may(Right.LOOK):
            return None
        if (
            asked.scope["type"] == "websocket"
            or asked.scope["method"] not in ("GET", "HEAD")
            or any(part in path for part in _PARTS)
        ):
            return PlainTextResponse("Unauthorized", 401)
        if (
            asked.headers.get("sec-fetch-site") == "cross-site"
        ):  # a strict cookie is not sent along a link from elsewhere, but it is from here
            # one slash, and nothing that a browser leaves out: //elsewhere is another site
            here = html.escape(
                "/"
                + quote(asked.scope["path"].lstrip("/\\"))
                + (f"?{asked.url.query}" if asked.url.query else ""),
                quote=True,
            )
            return HTMLResponse(
                f'<!doctype html><meta http-equiv="refresh" content="0;url={here}">'
            )
        query = f"?{asked.url.query}" if asked.url.query else ""
        return RedirectResponse(
            f"{asked.scope.get('root_path', '')}/signin?next={quote(path + query)}", 303
        )


def _is_from_elsewhere(asked: HTTPConnection) -> bool:
    """Whether another site's page writes or opens the channel.

    Streamlit lets pages of other ports of this machine, which are sent the same cookies.
    """
    is_read = asked.scope["type"] == "http" and asked.scope["method"] in ("GET", "HEAD", "OPTIONS")
    origin = asked.headers.get("origin")
    return (
        not is_read
        and origin is not None
        and origin.partition("://")[2] != asked.headers.get("host")
    )


def _looked_through(receive: Receive, asked: HTTPConnection) -> Receive:
    """Of who may no longer look, each message becomes a run of the whole script, which says so: a
    part of a page would run without asking.

    What is a developer's alone, as emptying what is kept for all, is nobody's here.
    """

    async def found() -> Message:
        message = await receive()
        while message.get("bytes") and _kind(message["bytes"]) in _NOBODYS:
            message = await receive()
        part = message.get("bytes") and _part_of_a_page(message["bytes"])
        if not part:
            return message
        try:
            may_look = (await run_in_threadpool(actor_of, asked)).may(Right.LOOK)
        except GovsvcError:
            may_look = False
        return message if may_look else {**message, "bytes": part}

    return found


def _kind(content: bytes) -> str | None:
    try:
        return BackMsg.FromString(content).WhichOneof("type")
    except DecodeError:
        return None


def _part_of_a_page(content: bytes) -> bytes | None:
    """For a message that asks for a part of a page, a file or rows of a table, one that asks for
    the whole script; None for others.
    """
    try:
        message = BackMsg.FromString(content)
    except DecodeError:
        return None
    kind = message.WhichOneof("type")
    if kind == "rerun_script" and message.rerun_script.fragment_id:
        message.rerun_script.fragment_id = ""
    elif kind == "backend_operation_request":
        message = BackMsg()
        message.rerun_script.query_string = ""
    else:
        return None
    return message.SerializeToString()


def actor_of(asked: HTTPConnection) -> Actor:
    """Who asks; a session is not in use by that.

    Raises GovsvcError where the accounts cannot be read.
    """
    source = current_actor.address(asked.client.host if asked.client else None, asked.headers)
    return current_actor.sessions(database_path()).actor(
        asked.cookies.get(current_actor.COOKIE, ""), source, datetime.now(), is_use=False
    )
