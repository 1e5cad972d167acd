"""The address of whoever sends a request, in one spelling, also from behind a proxy on this machine
or one that GOVSVC_PROXIES names.
"""

import re
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from pages._server import settings

#: where a proxy sits whose X-Forwarded-For is believed; uvicorn itself believes 127.0.0.1 alone
_THIS_MACHINE = ["127.0.0.0/8", "::1"]
_SEPARATORS = re.compile(r"[\s,，;；、]+")


def believed(setting: str) -> list[str]:
    """The addresses and networks in what GOVSVC_PROXIES says; what is neither is left out, and so
    is a network of everybody.
    """
    return [word for word in _words(setting) if _is_network(word)]


def faults(setting: str) -> list[str]:
    """A sentence for each word in what GOVSVC_PROXIES says that is not taken."""
    return [
        f"环境变量 GOVSVC_PROXIES 里的“{word}”没有采用："
        "只写代理（nginx）的 IP 地址，或网段，如 10.0.0.5、10.0.0.0/28。"
        for word in _words(setting)
        if not _is_network(word)
    ]


def _words(setting: str) -> list[str]:
    return [word for word in _SEPARATORS.split(setting) if word]


def _is_network(word: str) -> bool:
    try:
        return ip_network(word).prefixlen > 0
    except ValueError:
        return False


def one_spelling(address: str) -> str:
    """An address as it is written shortest, ::ffff: forms as IPv4; other text as it is."""
    try:
        read = ip_address(address)
    except ValueError:
        return address
    return str(read.ipv4_mapped or read) if isinstance(read, IPv6Address) else str(read)


class ClientAddressMiddleware:
    """Puts whom a proxy that is believed saw, in one spelling, into the scope's `client`."""

    def __init__(self, app: ASGIApp):
        self._app = app
        proxied: Any = ProxyHeadersMiddleware  # uvicorn has types of its own for Starlette's
        self._behind_proxy = proxied(self._forward, [*_THIS_MACHINE, *believed(settings.proxies())])

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
