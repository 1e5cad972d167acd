"""Around the app: who may not look gets nothing but the form to sign in; who may not import uploads nothing."""

import html
from datetime import datetime
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from govsvc import asking
from govsvc.access import Actor, Right
from govsvc.errors import GovsvcError
from pages._serving import visitor
from pages._serving.place import database_path

#: what holds no data and goes without signing in: the forms themselves, the frontend's own files, what monitors ask, the way through a provider
_FREE = {"/signin", "/account", "/signout", "/healthz", "/_stcore/health", "/favicon.png", "/manifest.json", "/oauth2callback"}
_FREE_FOLDERS = (f"{asking.PATH}/", "/static/", "/auth/")
_UPLOAD = "/_stcore/upload_file"
#: of Streamlit, that are no pages
_PARTS = ("/_stcore/", "/media/", "/component/", "/app/static/")


class Gate:
    """Looks at the cookie of every request that could bring data, and of every upload."""

    def __init__(self, app: ASGIApp):
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refused = await self._refusal(HTTPConnection(scope)) if scope["type"] in ("http", "websocket") else None
        if refused is None:
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        else:
            await refused(scope, receive, send)

    async def _refusal(self, asked: HTTPConnection) -> ASGIApp | None:
        """What is answered instead; None where the request may go on."""
        path = asked.scope["path"].removeprefix(asked.scope.get("root_path", ""))
        is_upload = _UPLOAD in path
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
        if asked.scope["type"] == "websocket" or asked.scope["method"] not in ("GET", "HEAD") or any(part in path for part in _PARTS):
            return PlainTextResponse("Unauthorized", 401)
        if asked.headers.get("sec-fetch-site") == "cross-site":  # a strict cookie is not sent along a link from elsewhere, but it is from here
            here = html.escape(asked.url.path + (f"?{asked.url.query}" if asked.url.query else ""), quote=True)
            return HTMLResponse(f'<!doctype html><meta http-equiv="refresh" content="0;url={here}">')
        query = f"?{asked.url.query}" if asked.url.query else ""
        return RedirectResponse(f"{asked.scope.get('root_path', '')}/signin?next={quote(path + query)}", 303)


def actor_of(asked: HTTPConnection) -> Actor:
    """Who asks. Raises GovsvcError where the accounts cannot be read."""
    source = visitor.address(asked.client.host if asked.client else None, asked.headers)
    return visitor.sessions(database_path()).actor(asked.cookies.get(visitor.COOKIE, ""), source, datetime.now())
