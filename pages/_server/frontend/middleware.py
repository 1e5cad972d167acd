"""Sends the page of `page` wherever Streamlit sends its index.html, and static files in gzip."""

import gzip
import hashlib

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages._server.frontend import page
from pages._server.frontend.packed_files import PackedFiles

_STATIC = "/static/"
#: folders of Streamlit that hold no pages
_NO_PAGES = (_STATIC, "/_stcore/", "/media/", "/component/")
#: what would have Streamlit answer for its own file: packed, or "not modified"
_OF_ITS_FILE = {b"accept-encoding", b"if-none-match", b"if-modified-since"}


class FrontendMiddleware:
    """Knows Streamlit's page by its content, so that every address that opens it opens ours."""

    def __init__(self, app: ASGIApp):
        self._app = app
        self._original = page.streamlit_html().encode()
        self._page = page.html().encode()
        self._packed_page = gzip.compress(self._page)
        self._tag = f'"{hashlib.sha256(self._page).hexdigest()[:16]}"'
        self._files = PackedFiles(page.streamlit_folder() / "static")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self._app(scope, receive, send)
            return
        file = scope["path"].partition(_STATIC)[2]
        if self._files.has(file) and _takes_gzip(scope):
            content = await run_in_threadpool(self._files.packed, file)
            await Response(content, headers=self._files.headers(file))(scope, receive, send)
        elif scope["method"] == "HEAD" or any(each in scope["path"] for each in _NO_PAGES):
            await self._app(scope, receive, send)
        else:
            await self._page_instead(scope, receive, send)

    async def _page_instead(self, scope: Scope, receive: Receive, send: Send) -> None:
        start: Message | None = None
        body = b""

        async def send_page(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start" and self._may_be_page(message):
                start = message
            elif start is None:
                await send(message)
            else:
                body += message.get("body", b"")
                if message.get("more_body"):
                    return
                if body == self._original:
                    await self._answer(start, scope)(scope, receive, send)
                else:
                    await send(start)
                    await send({"type": "http.response.body", "body": body})

        headers = [header for header in scope["headers"] if header[0] not in _OF_ITS_FILE]
        await self._app({**scope, "headers": headers}, receive, send_page)

    def _may_be_page(self, start: Message) -> bool:
        headers = Headers(raw=start["headers"])
        return (
            start["status"] == 200
            and headers.get("content-type", "").startswith("text/html")
            and headers.get("content-length") == str(len(self._original))
        )

    def _answer(self, start: Message, scope: Scope) -> Response:
        """The page, or "not modified", with the headers that Streamlit gave its own."""
        headers = MutableHeaders(raw=list(start["headers"]))
        for name in ("last-modified", "accept-ranges", "content-length"):
            del headers[name]
        headers.update({"etag": self._tag, "cache-control": "no-cache", "vary": "Accept-Encoding"})
        if self._tag in Headers(scope=scope).get("if-none-match", ""):
            answer = Response(status_code=304)
        elif _takes_gzip(scope):
            answer = Response(self._packed_page)
            headers["content-encoding"] = "gzip"
        else:
            answer = Response(self._page)
        headers.update({"content-length": str(len(answer.body))} if answer.body else {})
        answer.raw_headers = headers.raw
        return answer


def _takes_gzip(scope: Scope) -> bool:
    accepted = Headers(scope=scope).get("accept-encoding", "").replace(" ", "").split(",")
    return any(each == "gzip" or each.startswith("gzip;q=0.") for each in accepted)
