"""Authorization around the app, by the cookie of the session.

Somebody who may not look gets nothing but the form to sign in; who may not import uploads nothing.
"""

import html
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
from govsvc.system import clock
from pages._server import current_actor
from pages._server.settings import database_address

#: what holds no data and needs no signing in: the forms themselves, the frontend's own files, what
#: monitors ask for, the way through an identity provider
_PUBLIC = {
    "/signin",
    "/signin/single",
    "/start",
    "/account",
    "/signout",
    "/healthz",
    "/_stcore/health",
    "/favicon.png",
    "/manifest.json",
    "/oauth2callback",
}
_PUBLIC_FOLDERS = (f"{app_client.PATH}/", "/static/", "/auth/")
_UPLOAD = "/_stcore/upload_file"
#: messages of Streamlit's developer menu, which nobody may send here
_DEVELOPER_MESSAGES = {"clear_cache", "set_run_on_save", "load_git_info"}
#: folders of Streamlit that hold no pages
_NO_PAGES = ("/_stcore/", "/media/", "/component/", "/app/static/")


class AuthorizationMiddleware:
    """Looks who sends each request that could bring data, each upload and each message, and refuses
    what he may not.
    """

    def __init__(self, app: ASGIApp):
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        connection, is_socket = HTTPConnection(scope), scope["type"] == "websocket"
        refusal = await _refusal(connection)
        if refusal is None:
            messages = _authorized_messages(receive, connection) if is_socket else receive
            await self._app(scope, messages, send)
        elif is_socket:
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        else:
            await refusal(scope, receive, send)


async def _refusal(connection: HTTPConnection) -> ASGIApp | None:
    """What is answered instead; None where the request may go on."""
    path = connection.scope["path"].removeprefix(connection.scope.get("root_path", ""))
    is_upload = _UPLOAD in path
    if _is_cross_origin(connection):
        return PlainTextResponse("Forbidden", 403)
    if not is_upload and (path in _PUBLIC or path.startswith(_PUBLIC_FOLDERS)):
        return None
    try:
        actor = await run_in_threadpool(actor_of, connection)
    except GovsvcError as error:
        return PlainTextResponse(f"{error.title} {error.step}", 503)
    if is_upload and not actor.may(Right.UPLOAD):
        return PlainTextResponse("Forbidden", 403)
    return None if actor.may(Right.LOOK) else _sign_in_instead(connection, path)


def _sign_in_instead(connection: HTTPConnection, path: str) -> ASGIApp:
    """Leads a page to the form to sign in; 401 for everything that is no page."""
    is_page = connection.scope["type"] == "http" and connection.scope["method"] in ("GET", "HEAD")
    if not is_page or any(folder in path for folder in _NO_PAGES):
        return PlainTextResponse("Unauthorized", 401)
    if connection.headers.get("sec-fetch-site") == "cross-site":
        return _same_site_reload(connection)
    root = connection.scope.get("root_path", "")
    return RedirectResponse(f"{root}/signin?next={quote(path + _query(connection))}", 303)


def _same_site_reload(connection: HTTPConnection) -> HTMLResponse:
    """A page that opens the same address once more, from this site.

    A strict cookie is not sent along a link from another site, but it is sent from this page.
    """
    # one slash, and nothing that a browser leaves out: //elsewhere is another site
    path = "/" + quote(connection.scope["path"].lstrip("/\\"))
    address = html.escape(path + _query(connection), quote=True)
    return HTMLResponse(f'<!doctype html><meta http-equiv="refresh" content="0;url={address}">')


def _query(connection: HTTPConnection) -> str:
    return f"?{connection.url.query}" if connection.url.query else ""


def _is_cross_origin(connection: HTTPConnection) -> bool:
    """Whether a page of another site sends this write, or opens this channel.

    Streamlit itself lets pages of other ports of this machine, which are sent the same cookies.
    """
    scope, origin = connection.scope, connection.headers.get("origin")
    is_read = scope["type"] == "http" and scope["method"] in ("GET", "HEAD", "OPTIONS")
    if is_read or origin is None:
        return False
    return origin.partition("://")[2] != connection.headers.get("host")


def _authorized_messages(receive: Receive, connection: HTTPConnection) -> Receive:
    """The channel's messages, each checked against what its sender may do by now.

    Where he may no longer look, a message that asks for a part of a page becomes a run of the whole
    script, which refuses him in words: the part alone would run without asking. Messages of the
    developer menu, such as emptying the cache that all share, are dropped.
    """

    async def next_message() -> Message:
        message = await receive()
        while message.get("bytes") and _kind(message["bytes"]) in _DEVELOPER_MESSAGES:
            message = await receive()
        whole_run = message.get("bytes") and _as_whole_run(message["bytes"])
        if not whole_run:
            return message
        try:
            may_look = (await run_in_threadpool(actor_of, connection)).may(Right.LOOK)
        except GovsvcError:
            may_look = False
        return message if may_look else {**message, "bytes": whole_run}

    return next_message


def _kind(content: bytes) -> str | None:
    try:
        return BackMsg.FromString(content).WhichOneof("type")
    except DecodeError:
        return None


def _as_whole_run(content: bytes) -> bytes | None:
    """A message that runs the whole script, in place of one for a fragment, a file or table rows.

    None for all other messages.
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


def actor_of(connection: HTTPConnection) -> Actor:
    """Who sends the request; this does not keep the session alive.

    Raises GovsvcError where the accounts cannot be read.
    """
    return current_actor.sessions(database_address()).actor(
        current_actor.token(connection),
        current_actor.source(connection),
        clock.now(),
        is_use=False,
    )
