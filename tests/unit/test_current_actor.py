"""Which address a visitor has: what a proxy says counts only where the proxy is on this machine."""

import asyncio

import pytest
from starlette.requests import HTTPConnection
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from pages._server import current_actor
from pages._server.client_address import ClientAddressMiddleware

#: as the server's socket names this machine: also where it listens for IPv4 and IPv6 at once, and
#: where it is a socket in the file system
LOOPBACKS = ("127.0.0.1", "::1", "::ffff:127.0.0.1", None)


def address_seen(client: str | None, *forwarded: str, kind: str = "http") -> str:
    """The address that the app notes, behind uvicorn's own reading of a proxy's headers."""
    seen = []

    async def app(scope, receive, send):
        seen.append(current_actor.source(HTTPConnection(scope)))

    scope = {
        "type": kind,
        "client": (client, 50000) if client else None,
        "headers": [(b"x-forwarded-for", value.encode()) for value in forwarded],
    }
    asyncio.run(ProxyHeadersMiddleware(ClientAddressMiddleware(app))(scope, None, None))
    return seen[0]


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize("proxy", LOOPBACKS)
@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        ((), "本机"),
        (("10.1.2.3",), "10.1.2.3"),
        # the proxy adds whom it saw; what stands before, anybody may have written
        (("8.8.8.8, 10.1.2.3",), "10.1.2.3"),
        (("8.8.8.8", "10.1.2.3"), "10.1.2.3"),
        (("127.0.0.1",), "本机"),
        (("::ffff:127.0.0.1",), "本机"),
        (("10.1.2.3, ",), "本机"),
        (("::ffff:10.1.2.3",), "10.1.2.3"),
        (("::FFFF:0A01:0203",), "10.1.2.3"),
        (("[::ffff:10.1.2.3]:443",), "10.1.2.3"),
        (("10.1.2.3:443",), "10.1.2.3"),
        (("2001:DB8:0:0::5",), "2001:db8::5"),
        (("x" * 5000,), "x" * 45),
    ],
)
def test_a_proxy_on_this_machine_says_who_comes(proxy, forwarded, address, kind):
    assert address_seen(proxy, *forwarded, kind=kind) == address


@pytest.mark.parametrize(
    ("client", "address"),
    [
        ("10.1.2.3", "10.1.2.3"),
        ("::ffff:10.1.2.3", "10.1.2.3"),
        ("2001:DB8::0:5", "2001:db8::5"),
        ("不是地址", "不是地址"),
    ],
)
@pytest.mark.parametrize("forwarded", [(), ("10.9.9.9",), ("127.0.0.1",), ("::ffff:127.0.0.1",)])
def test_nobody_else_does(client, address, forwarded):
    assert address_seen(client, *forwarded) == address
