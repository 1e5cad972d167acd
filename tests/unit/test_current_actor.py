"""Which address a visitor has: what a proxy says counts only where the proxy is on this machine, or
named in GOVSVC_PROXIES.
"""

import asyncio

import pytest
from starlette.requests import HTTPConnection
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from pages._server import client_address, current_actor
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


def test_a_proxy_that_is_named_says_who_comes(monkeypatch):
    setting = "10.0.0.5，10.0.1.0/28; fd00::5  *、0.0.0.0/0 ::/0 nginx.gov.cn 10.0.0.300"
    monkeypatch.setenv("GOVSVC_PROXIES", setting)
    for proxy in ("10.0.0.5", "::ffff:10.0.0.5", "10.0.1.9", "fd00::5", "127.0.0.1"):
        assert address_seen(proxy, "8.8.8.8, 10.1.2.3") == "10.1.2.3"
    assert address_seen("10.0.0.5", "10.1.2.3, 10.0.1.9") == "10.1.2.3"  # through two of them
    for stranger in ("10.0.0.6", "10.0.1.16", "203.0.113.9"):
        assert address_seen(stranger, "10.1.2.3") == stranger
    faults = client_address.faults(setting)
    assert len(faults) == 5 and all("GOVSVC_PROXIES" in fault for fault in faults)
