"""Sends the page of `page` wherever Streamlit sends its index.html."""

import hashlib

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages._server.frontend import page

#: folders of Streamlit that hold no pages
_NO_PAGES = ("/static/", "/_stcore/", "/media/", "/component/")
#: what would have Streamlit answer for its own file: packed, or "not modified"
_OF_ITS_FILE = {b"accept-encoding", b"if-none-match", b"if-modified-since"}


class FrontendMiddleware:
    """Knows Streamlit's page by its content, so that every address that opens it opens ours."""

    def __init__(self, app: ASGIApp):
        self._app = app
        self._original = page.streamlit_html().encode()
        self._page = page.html().encode()
        self._tag = f'"{hashlib.sha256(self._page).hexdigest()[:16]}"'

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_page = scope["type"] == "http" and scope["method"] == "GET"
        if not is_page or any(folder in scope["path"] for folder in _NO_PAGES):
            await self._app(scope, receive, send)
            return
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
        is_known = self._tag in Headers(scope=scope).get("if-none-match", "")
        answer = Response(b"" if is_known else self._page, 304 if is_known else 200)
        headers = MutableHeaders(raw=list(start["headers"]))
        for name in ("last-modified", "accept-ranges", "content-length"):
            del headers[name]
        headers.update({"etag": self._tag, "cache-control": "no-cache"})
        if not is_known:
            headers["content-length"] = str(len(self._page))
        answer.raw_headers = headers.raw
        return answer
