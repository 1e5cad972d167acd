"""Response headers that Streamlit does not send, and addresses of it that stay closed."""

import base64
import hashlib
import re
from pathlib import Path

import streamlit
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
#: what nobody needs from outside: figures of the process, driving the app as a program
CLOSED = ("/_stcore/metrics", "/_stcore/agent")


def policy() -> str:
    """The content security policy that Streamlit, its tables and plotly run under: nothing from
    elsewhere, no inline script but its own.

    Styles are inline in Streamlit; a component's script is imported from a blob; a worker of the
    table likewise.
    """
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    own = [
        base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        for script in _INLINE_SCRIPT.findall(page)
    ]
    rules = {
        "default-src": "'self'",
        "script-src": " ".join(["'self'", "blob:", *(f"'sha256-{digest}'" for digest in own)]),
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
    """Around the app: closed addresses answer 404, every answer carries the headers."""

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
                ours = {name for name, _ in self._headers}
                message = {
                    **message,
                    "headers": [
                        *(h for h in message.get("headers", []) if h[0].lower() not in ours),
                        *self._headers,
                    ],
                }
            await send(message)

        if scope["type"] == "http" and any(place in scope["path"] for place in CLOSED):
            await PlainTextResponse("Not Found", 404)(scope, receive, send_with_headers)
        else:
            await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)
