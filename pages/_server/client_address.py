"""The address of whoever sends a request, in one spelling, also from behind a proxy here."""

from ipaddress import IPv6Address, ip_address
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

#: where a proxy sits whose X-Forwarded-For is believed; uvicorn itself believes 127.0.0.1 alone
_THIS_MACHINE = ["127.0.0.0/8", "::1"]


def one_spelling(address: str) -> str:
    """An address as it is written shortest, ::ffff: forms as IPv4; other text as it is."""
    try:
        read = ip_address(address)
    except ValueError:
        return address
    return str(read.ipv4_mapped or read) if isinstance(read, IPv6Address) else str(read)


class ClientAddressMiddleware:
    """Puts whom a proxy on this machine saw, in one spelling, into the scope's `client`."""

    def __init__(self, app: ASGIApp):
        self._app = app
        proxied: Any = ProxyHeadersMiddleware  # uvicorn has types of its own for Starlette's
        self._behind_proxy = proxied(self._forward, _THIS_MACHINE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        _respell_client(scope)
        await self._behind_proxy(scope, receive, send)

    async def _forward(self, scope: Scope, receive: Receive, send: Send) -> None:
        _respell_client(scope)
        await self._app(scope, receive, send)


def _respell_client(scope: Scope) -> None:
    if scope["type"] in ("http", "websocket"):
        # without an address it comes through a socket in the file system, from this machine
        host, port = scope.get("client") or ("::1", 0)
        scope["client"] = (one_spelling(host), port)
