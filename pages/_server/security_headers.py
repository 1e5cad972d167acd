"""Security headers of every response, and addresses of Streamlit that stay closed."""

import base64
import hashlib

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages._server.frontend import page

#: addresses that nobody needs from outside: figures of the process, driving the app as a program
CLOSED = ("/_stcore/metrics", "/_stcore/agent")


def policy() -> str:
    """The content security policy: nothing from elsewhere, no inline script but those of the page.

    Streamlit, its tables and plotly run under it: Streamlit's styles are inline; the script of a
    component and the worker of a table are loaded from a blob.
    """
    digests = [
        base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        for script in page.inline_scripts()
    ]
    rules = {
        "default-src": "'self'",
        "script-src": " ".join(["'self'", "blob:", *(f"'sha256-{digest}'" for digest in digests)]),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self' data: blob:",
        "worker-src": "'self' blob:",
        "frame-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'self'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


class SecurityHeadersMiddleware:
    """Closed addresses answer 404, and every answer carries the headers."""

    def __init__(self, app: ASGIApp):
        self._app = app
        self._headers = [
            (b"content-security-policy", policy().encode()),
            (b"x-frame-options", b"SAMEORIGIN"),
            (b"x-content-type-options", b"nosniff"),
            (b"referrer-policy", b"same-origin"),
            (b"cross-origin-opener-policy", b"same-origin"),
            (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {name for name, _ in self._headers}
                others = [
                    header for header in message.get("headers", []) if header[0].lower() not in own
                ]
                message = {**message, "headers": [*others, *self._headers]}
            await send(message)

        if scope["type"] == "http" and any(address in scope["path"] for address in CLOSED):
            await PlainTextResponse("Not Found", 404)(scope, receive, send_with_headers)
        else:
            await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)
